using System.Collections.Immutable;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Turns what a person does into what it changes at once, on the phone and on the platform, and into the packets that tell the account.</summary>
internal static class Phone
{
    /// <summary>The longest text that the client sends, in bytes of UTF-8. WeChat documents none; this is the simulator's choice, and
    /// in compatible mode such a text still fits into 64 KiB.</summary>
    public const int MaxTextBytes = 16 * 1024;

    /// <summary>The largest file that the client sends, in bytes; the simulator's choice.</summary>
    public const int MaxFileBytes = 10 * 1024 * 1024;

    /// <summary>Does an action. The packets of one action go out in order, each when the one before has ended.</summary>
    public static ActResult Act(Platform platform, SimulatedAccount account, Follower follower, UserAction action)
    {
        ImmutableArray<OutgoingPacket> outgoing;
        lock (account.Gate)
        {
            var deed = new Deed(platform, account, follower);
            if (Refusal(deed, action) is { } sentence) return new ActionRefused(sentence);
            outgoing = deed.Finish();
        }
        if (outgoing.IsEmpty) return Acted.InSilence;
        return new Acted([.. outgoing.Select(packet => packet.Number)], Deliver(outgoing));
    }

    private static async Task<ImmutableArray<PushRecord>> Deliver(ImmutableArray<OutgoingPacket> packets)
    {
        var records = ImmutableArray.CreateBuilder<PushRecord>(packets.Length);
        foreach (var packet in packets) records.Add(await packet.Deliver());
        return records.MoveToImmutable();
    }

    /// <summary>Why the action makes no sense; null when it was done.</summary>
    private static Sentence? Refusal(Deed deed, UserAction action) => action switch
    {
        Follow follow => Follow(deed, follow),
        Scan scan => Scan(deed, scan),
        _ when !deed.Follower.Subscribed => new Sentence(
            $"{deed.Follower.Person.Name} does not follow {deed.Account.Setup.Alias}; only who follows can do that. Follow first.",
            $"{deed.Follower.Person.Name} 未关注 {deed.Account.Setup.Alias}，只有关注者才能这样做。请先关注。"),
        Unfollow => StopFollowing(deed),
        SendText text => SendText(deed, text),
        TapEntry entry => TapEntry(deed, entry),
        SendImage image => SendFile(image.Data, () => deed.AddImage(image.Data ?? SampleFile.Picture(1))),
        SendVoice voice => SendFile(voice.Data, () => deed.AddVoice(voice)),
        SendVideo video => SendFile(video.Data, () => deed.AddVideo(video)),
        SendLocation place => Place.Fault(place) ?? Done(() => deed.AddPlace(place)),
        SendLink link => SendLink(deed, link),
        TapMenu tap => MenuTap.Do(deed, tap),
        ReportLocation report => Place.Fault(report) ?? Done(() => deed.AddEvent(
            "LOCATION", PacketElement.Number("Latitude", Place.Digits(report.Latitude)), PacketElement.Number("Longitude", Place.Digits(report.Longitude)),
            PacketElement.Number("Precision", Place.Digits(report.Precision)))),
        Receive receive => TurnReceiving(deed, receive),
        _ => throw new InvalidOperationException($"No phone does {action.GetType().Name}."),
    };

    private static Sentence? Follow(Deed deed, Follow follow)
    {
        var (name, alias) = (deed.Follower.Person.Name, deed.Account.Setup.Alias);
        if (deed.Follower.Subscribed) return new Sentence($"{name} follows {alias} already.", $"{name} 已关注 {alias}。");
        if (follow.Ticket is null) return Done(() => deed.Subscribe(null));
        return deed.Account.QrCodes.Find(follow.Ticket, deed.Now) is { } code ? Done(() => deed.Subscribe(code)) : UnknownCode(deed, follow.Ticket);
    }

    private static Sentence? Scan(Deed deed, Scan scan)
    {
        if (deed.Account.QrCodes.Find(scan.Code, deed.Now) is not { } code) return UnknownCode(deed, scan.Code);
        if (!deed.Follower.Subscribed) return Done(() => deed.Subscribe(code));
        return Done(() => deed.AddEvent("SCAN", WindowScene.Scan, PacketElement.Of("EventKey", code.Scene), PacketElement.Of("Ticket", code.Ticket)));
    }

    private static Sentence UnknownCode(Deed deed, string code) => new(
        $"{deed.Account.Setup.Alias} has no QR code '{Excerpt.Of(code, 80)}', or it has expired; make one with /cgi-bin/qrcode/create.",
        $"{deed.Account.Setup.Alias} 没有二维码 '{Excerpt.Of(code, 80)}'，或已过期；请用 /cgi-bin/qrcode/create 创建。");

    private static Sentence? StopFollowing(Deed deed) => Done(() =>
    {
        deed.Follower.Subscribed = false;
        deed.Follower.Windows.Close();
        deed.AddEvent("unsubscribe", PacketElement.Of("EventKey", ""));
        deed.Tell("follower");
        deed.Tell("windows");
    });

    private static Sentence? TurnReceiving(Deed deed, Receive receive) => Done(() =>
    {
        deed.Follower.Receives = receive.On;
        deed.Tell("follower");
    });

    private static Sentence? SendText(Deed deed, SendText text) => TextFault(text.Content) ?? Done(() =>
    {
        deed.AddMessage("text", WindowScene.UserMessage, PacketElement.Of("Content", text.Content), deed.NewMsgId());
        deed.Say(new TextContent(text.Content));
    });

    private static Sentence? TapEntry(Deed deed, TapEntry entry) => TextFault(entry.Caption) ?? Done(() =>
    {
        // Ids that are no number arrive as 0 (reported by developers).
        var id = entry.Id.Length is > 0 and <= 18 && entry.Id.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 ? entry.Id : "0";
        deed.AddMessage("text", WindowScene.MenuClick, PacketElement.Of("Content", entry.Caption), deed.NewMsgId(), PacketElement.Number("bizmsgmenuid", id));
        deed.Say(new TextContent(entry.Caption));
    });

    private static Sentence? SendLink(Deed deed, SendLink link)
    {
        if (link.Title.Length == 0) return new Sentence("A shared page needs a title.", "分享的网页须有标题。");
        if (link.Url.Length == 0) return new Sentence("A shared page needs an address.", "分享的网页须有网址。");
        if (Encoding.UTF8.GetByteCount(link.Title) + Encoding.UTF8.GetByteCount(link.Description) + Encoding.UTF8.GetByteCount(link.Url) > MaxTextBytes)
        {
            var most = Sentence.Digits(MaxTextBytes);
            return new Sentence(
                $"A shared page has more than {most} bytes of title, description and address; the client shares no such page.",
                $"分享的网页的标题、描述和网址共超过 {most} 字节；客户端不会分享这样的网页。");
        }
        return Done(() =>
        {
            deed.AddMessage(
                "link", WindowScene.UserMessage, PacketElement.Of("Title", link.Title), PacketElement.Of("Description", link.Description),
                PacketElement.Of("Url", link.Url), deed.NewMsgId());
            deed.Say(new LinkContent(link.Title, link.Description, link.Url));
        });
    }

    private static Sentence? TextFault(string text)
    {
        var legal = false;
        foreach (var rune in text.EnumerateRunes()) legal |= !Rune.IsWhiteSpace(rune) && XmlBytes.IsLegal(rune.Value);
        if (!legal) return new Sentence("The text is empty; the client sends no empty message.", "文本为空；客户端不会发送空消息。");
        var count = Encoding.UTF8.GetByteCount(text);
        if (count <= MaxTextBytes) return null;
        var (bytes, most) = (Sentence.Digits(count), Sentence.Digits(MaxTextBytes));
        return new Sentence($"The text has {bytes} bytes of UTF-8; the client sends at most {most}.", $"文本有 {bytes} 字节（UTF-8）；客户端最多发送 {most} 字节。");
    }

    private static Sentence? SendFile(byte[]? data, Action send) => data switch
    {
        { Length: 0 } => new Sentence("The file is empty; leave it out to send one of the simulator's own.", "文件为空；不给文件则发送模拟器自带的文件。"),
        { Length: > MaxFileBytes } => new Sentence(
            $"The file has {Sentence.Digits(data.Length)} bytes; the client sends at most {Sentence.Digits(MaxFileBytes)}.",
            $"文件有 {Sentence.Digits(data.Length)} 字节；客户端最多发送 {Sentence.Digits(MaxFileBytes)} 字节。"),
        _ => Done(send),
    };

    private static Sentence? Done(Action change)
    {
        change();
        return null;
    }
}
