using System.Collections.Immutable;
using System.Globalization;
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
    private static string? Refusal(Deed deed, UserAction action) => action switch
    {
        Follow follow => Follow(deed, follow),
        Scan scan => Scan(deed, scan),
        _ when !deed.Follower.Subscribed =>
            $"{deed.Follower.Person.Name} does not follow {deed.Account.Setup.Alias}; only who follows can do that. Follow first.",
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

    private static string? Follow(Deed deed, Follow follow)
    {
        if (deed.Follower.Subscribed) return $"{deed.Follower.Person.Name} follows {deed.Account.Setup.Alias} already.";
        if (follow.Ticket is null) return Done(() => deed.Subscribe(null));
        return deed.Account.QrCodes.Find(follow.Ticket, deed.Now) is { } code ? Done(() => deed.Subscribe(code)) : UnknownCode(deed, follow.Ticket);
    }

    private static string? Scan(Deed deed, Scan scan)
    {
        if (deed.Account.QrCodes.Find(scan.Code, deed.Now) is not { } code) return UnknownCode(deed, scan.Code);
        if (!deed.Follower.Subscribed) return Done(() => deed.Subscribe(code));
        return Done(() => deed.AddEvent("SCAN", WindowScene.Scan, PacketElement.Of("EventKey", code.Scene), PacketElement.Of("Ticket", code.Ticket)));
    }

    private static string UnknownCode(Deed deed, string code) =>
        $"{deed.Account.Setup.Alias} has no QR code '{Shorten(code)}', or it has expired; make one with /cgi-bin/qrcode/create.";

    private static string? StopFollowing(Deed deed) => Done(() =>
    {
        deed.Follower.Subscribed = false;
        deed.Follower.Windows.Close();
        deed.AddEvent("unsubscribe", PacketElement.Of("EventKey", ""));
        deed.Tell("follower");
        deed.Tell("windows");
    });

    private static string? TurnReceiving(Deed deed, Receive receive) => Done(() =>
    {
        deed.Follower.Receives = receive.On;
        deed.Tell("follower");
    });

    private static string? SendText(Deed deed, SendText text) => TextFault(text.Content) ?? Done(() =>
    {
        deed.AddMessage("text", WindowScene.UserMessage, PacketElement.Of("Content", text.Content), deed.NewMsgId());
        deed.Say(new TextContent(text.Content));
    });

    private static string? TapEntry(Deed deed, TapEntry entry) => TextFault(entry.Caption) ?? Done(() =>
    {
        // Ids that are no number arrive as 0 (reported by developers).
        var id = entry.Id.Length is > 0 and <= 18 && entry.Id.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 ? entry.Id : "0";
        deed.AddMessage("text", WindowScene.MenuClick, PacketElement.Of("Content", entry.Caption), deed.NewMsgId(), PacketElement.Number("bizmsgmenuid", id));
        deed.Say(new TextContent(entry.Caption));
    });

    private static string? SendLink(Deed deed, SendLink link)
    {
        if (link.Title.Length == 0) return "A shared page needs a title.";
        if (link.Url.Length == 0) return "A shared page needs an address.";
        if (Encoding.UTF8.GetByteCount(link.Title) + Encoding.UTF8.GetByteCount(link.Description) + Encoding.UTF8.GetByteCount(link.Url) > MaxTextBytes)
            return $"A shared page has more than {MaxTextBytes:N0} bytes of title, description and address; the client shares no such page.";
        return Done(() =>
        {
            deed.AddMessage(
                "link", WindowScene.UserMessage, PacketElement.Of("Title", link.Title), PacketElement.Of("Description", link.Description),
                PacketElement.Of("Url", link.Url), deed.NewMsgId());
            deed.Say(new LinkContent(link.Title, link.Description, link.Url));
        });
    }

    private static string? TextFault(string text)
    {
        var legal = false;
        foreach (var rune in text.EnumerateRunes()) legal |= !Rune.IsWhiteSpace(rune) && XmlBytes.IsLegal(rune.Value);
        if (!legal) return "The text is empty; the client sends no empty message.";
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= MaxTextBytes
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"The text has {bytes:N0} bytes of UTF-8; the client sends at most {MaxTextBytes:N0}.");
    }

    private static string? SendFile(byte[]? data, Action send) => data switch
    {
        { Length: 0 } => "The file is empty; leave it out to send one of the simulator's own.",
        { Length: > MaxFileBytes } => string.Create(CultureInfo.InvariantCulture, $"The file has {data.Length:N0} bytes; the client sends at most {MaxFileBytes:N0}."),
        _ => Done(send),
    };

    private static string? Done(Action change)
    {
        change();
        return null;
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "...");
}
