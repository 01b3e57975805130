using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>One action while it is done, under its account's gate: the packets it makes and the bubbles it shows.</summary>
internal sealed class Deed(Platform platform, SimulatedAccount account, Follower follower)
{
    private readonly List<SimulatedPacket> _packets = [];
    private readonly List<(ChatOrigin Origin, ChatContent Content, int Packet)> _bubbles = [];

    /// <summary>Whose phone.</summary>
    public Follower Follower => follower;

    /// <summary>Towards whom.</summary>
    public SimulatedAccount Account => account;

    /// <summary>When.</summary>
    public DateTimeOffset Now { get; } = platform.Clock.GetUtcNow();

    /// <summary>The next message id.</summary>
    public PacketElement NewMsgId() => PacketElement.Of("MsgId", account.Chance.NextMsgId());

    /// <summary>The number of the menu that this phone shows.</summary>
    public PacketElement MenuId => PacketElement.Of("MenuId", account.Menus.IdOf(follower));

    /// <summary>The cards of an article set; null when there is none of that id.</summary>
    public NewsContent? ArticleCards(string id) => account.Articles.Find(id)?.Cards(new Addresses(platform.Api, account.Setup.AppId));

    /// <summary>The account is told of an event that opens no window.</summary>
    public void AddEvent(string name, params ReadOnlySpan<PacketElement> elements) => AddEvent(name, WindowScene.None, elements);

    /// <summary>The account is told of an event.</summary>
    public void AddEvent(string name, WindowScene opens, params ReadOnlySpan<PacketElement> elements) =>
        _packets.Add(SimulatedPacket.OfEvent(follower.OpenId.Value, Now, name, [.. elements]) with { Opens = opens });

    /// <summary>The account gets a message.</summary>
    public void AddMessage(string type, WindowScene opens, params ReadOnlySpan<PacketElement> elements)
    {
        _packets.Add(new SimulatedPacket(follower.OpenId.Value, Now, type, [.. elements]) { Opens = opens });
        follower.LastExchange = Now;
    }

    /// <summary>The person follows the account, by a QR code or without.</summary>
    public void Subscribe(QrCode? code)
    {
        follower.Subscribed = true;
        follower.Receives = true;
        follower.SubscribedAt = Now;
        follower.SubscribeScene = code is null ? "ADD_SCENE_SEARCH" : "ADD_SCENE_QR_CODE";
        follower.QrScene = code?.Scene;
        if (code is null) AddEvent("subscribe", WindowScene.Follow, PacketElement.Of("EventKey", ""));
        else AddEvent("subscribe", WindowScene.Follow, PacketElement.Of("EventKey", "qrscene_" + code.Scene), PacketElement.Of("Ticket", code.Ticket));
        Tell("follower");
    }

    /// <summary>Sends a picture.</summary>
    public void AddImage(byte[] data)
    {
        var id = Keep("image", FileFormat.Of(data) is { IsPicture: true } format ? format.ContentType : "image/jpeg", data);
        AddMessage(
            "image", WindowScene.UserMessage,
            PacketElement.Of("PicUrl", new Uri(platform.Page, $"/simulator/accounts/{Uri.EscapeDataString(account.Setup.Alias)}/media/{id}").AbsoluteUri),
            PacketElement.Of("MediaId", id), NewMsgId());
        Say(new ImageContent(id));
    }

    /// <summary>Sends a voice clip: the account gets it in two qualities.</summary>
    public void AddVoice(SendVoice voice)
    {
        var id = Keep("voice", "audio/amr", voice.Data ?? SampleFile.Voice);
        var wide = Keep("voice", "audio/amr-wb", voice.Data ?? SampleFile.WideVoice);
        if (voice.Recognition is null)
        {
            AddMessage(
                "voice", WindowScene.UserMessage, PacketElement.Of("MediaId", id), PacketElement.Of("Format", "amr"), NewMsgId(), PacketElement.Of("MediaId16K", wide));
        }
        else
        {
            AddMessage(
                "voice", WindowScene.UserMessage, PacketElement.Of("MediaId", id), PacketElement.Of("Format", "amr"),
                PacketElement.Of("Recognition", voice.Recognition), NewMsgId(), PacketElement.Of("MediaId16K", wide));
        }
        Say(new VoiceContent(id, voice.Recognition));
    }

    /// <summary>Sends a video and its thumbnail.</summary>
    public void AddVideo(SendVideo video)
    {
        var id = Keep("video", "video/mp4", video.Data ?? SampleFile.Video);
        var thumb = Keep("thumb", "image/png", SampleFile.Picture(2));
        AddMessage(
            video.Short ? "shortvideo" : "video", WindowScene.UserMessage,
            PacketElement.Of("MediaId", id), PacketElement.Of("ThumbMediaId", thumb), NewMsgId());
        Say(new VideoContent(id, ThumbMediaId: thumb));
    }

    /// <summary>Sends a place.</summary>
    public void AddPlace(SendLocation place)
    {
        AddMessage(
            "location", WindowScene.UserMessage,
            PacketElement.Number("Location_X", Place.Digits(place.Latitude)), PacketElement.Number("Location_Y", Place.Digits(place.Longitude)),
            PacketElement.Of("Scale", place.Scale), PacketElement.Of("Label", place.Label), NewMsgId());
        Say(new LocationContent(place.Latitude, place.Longitude, place.Scale, place.Label));
    }

    /// <summary>The follower's own bubble; it belongs to the newest packet.</summary>
    public void Say(ChatContent content) => _bubbles.Add((ChatOrigin.Follower, content, _packets.Count - 1));

    /// <summary>A bubble that a menu button shows without telling the account.</summary>
    public void ShowFromMenu(ChatContent content) => _bubbles.Add((ChatOrigin.Menu, content, -1));

    /// <summary>Opens the windows, begins the packets and puts the bubbles into the chat. While a human agent talks to the follower,
    /// messages go to him and not to the callback; those of a follower whom the account has blocked go nowhere and open nothing.</summary>
    /// <returns>What goes to the callback, in order.</returns>
    public ImmutableArray<OutgoingPacket> Finish()
    {
        var withAgent = account.Staff.Takes(follower, Now);
        var begun = new List<OutgoingPacket?>(_packets.Count);
        foreach (var packet in _packets)
        {
            if (follower.Blacklisted && packet.IsMessage)
            {
                begun.Add(platform.Pusher.Begin(account, packet, new Sentence(
                    $"{follower.Person.Name} is on the account's blacklist, so his messages are not pushed; /cgi-bin/tags/members/batchunblacklist takes him off it.",
                    $"{follower.Person.Name} 在该账号的黑名单中，其消息不会推送；可用 /cgi-bin/tags/members/batchunblacklist 移出黑名单。")));
                continue;
            }
            Grant(packet.Opens);
            begun.Add(withAgent && packet.IsMessage ? null : platform.Pusher.Begin(account, packet));
        }
        foreach (var (origin, content, packet) in _bubbles)
            platform.Show(account, follower, origin, content, Now, packet < 0 ? null : begun[packet]?.Number);
        return [.. begun.OfType<OutgoingPacket>()];
    }

    private void Grant(WindowScene scene)
    {
        if (scene == WindowScene.None) return;
        follower.Windows.Grant(scene, Now, platform.Options.Windows);
        Tell("windows");
    }

    /// <summary>Tells the pages.</summary>
    public void Tell(string kind) => platform.Feed.Publish(kind, account.Setup.Alias, follower.OpenId.Value);

    private string Keep(string type, string contentType, byte[] data)
    {
        var id = account.Chance.NextSentMedia();
        account.Media.Add(new MediaFile(id, type, contentType, data, Now, Now + MediaShelf.Lifetime));
        return id;
    }
}
