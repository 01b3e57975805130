using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What is sent for a row, once what it refers to is there.</summary>
internal abstract record OutboxBody
{
    private OutboxBody() { }

    /// <summary>The body, UTF-8.</summary>
    public sealed record Ready(ReadOnlyMemory<byte> Json) : OutboxBody;

    /// <summary>There is nothing to do: a tag that nobody has is to be taken.</summary>
    public sealed record Needless : OutboxBody;

    /// <summary>What it refers to is not there and will not be.</summary>
    public sealed record NotThere(string Why) : OutboxBody;

    /// <summary>What it refers to could not be made now.</summary>
    public sealed record NotYet(PlatformResult Result) : OutboxBody;
}

/// <summary>Makes the bodies of an account's rows: looks up tags and uploads files first.</summary>
internal sealed class OutboxBodies(string account, OutboxPorts ports)
{
    private readonly TagBook _tags = new(ports.Client, account);

    /// <summary>The body of a row.</summary>
    public ValueTask<OutboxBody> Of(OutboxEntry entry) => entry.Item switch
    {
        OutboxItem.Message message => Message(entry.To.OpenId, message.Content),
        OutboxItem.Tag tag => Tag(entry.To.OpenId, tag),
        OutboxItem.Typing typing => new(new OutboxBody.Ready(CustomerMessageJson.Typing(entry.To.OpenId, typing.On))),
        OutboxItem.Remark remark => new(new OutboxBody.Ready(FollowerJson.Remark(entry.To.OpenId, remark.Text))),
        OutboxItem.Notice notice => new(Notice(entry, notice)),
        _ => throw new ArgumentException($"A {entry.Item.GetType().Name} has no body.", nameof(entry)),
    };

    /// <summary>The path that may have to be called before; null for none.</summary>
    public string? NeededBy(OutboxEntry entry) => entry.Item switch
    {
        OutboxItem.Tag => FollowerJson.TagsPath,
        OutboxItem.Message message when HasFile(message.Content) => MediaKeeper.UploadPath,
        _ => null,
    };

    /// <summary>Whether a row refers to something that can be made anew.</summary>
    public bool IsRenewable(OutboxEntry entry) => NeededBy(entry) is not null;

    /// <summary>What a row refers to is gone at the platform.</summary>
    public void Renew(OutboxEntry entry)
    {
        if (entry.Item is OutboxItem.Message { Content: var message })
            foreach (var (media, kind) in MessageMedia.Of(message)) ports.Media.Forget(account, media, kind);
        else _tags.Forget();
    }

    private bool HasFile(CustomerMessage message)
    {
        foreach (var (media, _) in MessageMedia.Of(message))
            if (ports.Media.IsFile(account, media)) return true;
        return false;
    }

    private async ValueTask<OutboxBody> Message(OpenId to, CustomerMessage message)
    {
        var media = MessageMedia.Of(message);
        if (media.IsEmpty) return new OutboxBody.Ready(CustomerMessageJson.Send(to, message));
        var ids = new string[media.Length];
        for (var i = 0; i < media.Length; i++)
        {
            switch (await ports.Media.Find(account, media[i].Media, media[i].Kind))
            {
                case MediaFound.Here here:
                    ids[i] = here.MediaId;
                    break;
                case MediaFound.Missing missing:
                    return new OutboxBody.NotThere(missing.Why);
                case MediaFound.NotUploaded not:
                    return new OutboxBody.NotYet(not.Result);
            }
        }
        return new OutboxBody.Ready(CustomerMessageJson.Send(to, MessageMedia.With(message, ids)));
    }

    private async ValueTask<OutboxBody> Tag(OpenId who, OutboxItem.Tag tag)
    {
        var (id, failure) = await _tags.Find(tag.Name, create: tag.Add);
        if (failure is not null) return new OutboxBody.NotYet(failure);
        return id is { } number ? new OutboxBody.Ready(FollowerJson.Tagging(number, who)) : new OutboxBody.Needless();
    }

    private static OutboxBody Notice(OutboxEntry entry, OutboxItem.Notice notice)
    {
        if (NoticeJson.FindFault(notice.Json) is { } fault) return new OutboxBody.NotThere(fault);
        return new OutboxBody.Ready(NoticeJson.Body(notice.Json, entry.To.OpenId, notice.Kind == NoticeKind.Template ? OutboxCall.ClientMsgId(entry) : null));
    }
}
