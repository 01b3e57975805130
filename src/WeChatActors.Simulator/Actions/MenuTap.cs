using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>A tap on a menu button, of every type that WeChat has.</summary>
internal static class MenuTap
{
    /// <summary>The most pictures that can be chosen at once.</summary>
    public const int MaxPictures = 9;

    /// <summary>Does it.</summary>
    /// <returns>Why it makes no sense; null when it was done.</returns>
    public static Sentence? Do(Deed deed, TapMenu tap)
    {
        if (!TryFind(deed.Account.Menus.Of(deed.Follower), tap.Button, out var button)) return NoButton(deed, tap.Button);
        var key = PacketElement.Of("EventKey", button.Key ?? "");
        switch (button.Type)
        {
            case null:
                return null; // It opens its sub-menu; nobody is told.
            case "click":
                deed.AddEvent("CLICK", WindowScene.MenuClick, key);
                return null;
            case "view":
                deed.AddEvent("VIEW", PacketElement.Of("EventKey", button.Url ?? ""), deed.MenuId);
                return null;
            case "view_miniprogram" or "miniprogram":
                deed.AddEvent("view_miniprogram", PacketElement.Of("EventKey", button.PagePath ?? ""), deed.MenuId);
                return null;
            case "scancode_push" or "scancode_waitmsg":
                return Scan(deed, button.Type, key, tap);
            case "pic_sysphoto" or "pic_photo_or_album" or "pic_weixin":
                return SendPictures(deed, button.Type, key, tap);
            case "location_select":
                return SendPlace(deed, key, tap.Place ?? Place.Usual);
            case "media_id" or "view_limited" or "article_id" or "article_view_limited":
                return ShowMaterial(deed, button);
            default:
                return new Sentence($"The button '{button.Name}' is of type {button.Type}, which no phone knows.", $"按钮 '{button.Name}' 的类型是 {button.Type}，微信客户端不支持。");
        }
    }

    private static Sentence? Scan(Deed deed, string type, PacketElement key, TapMenu tap)
    {
        if (string.IsNullOrEmpty(tap.Scanned)) return new Sentence("This button opens the scanner; say what the camera reads.", "该按钮会打开扫一扫；请填写扫码内容。");
        if (tap.Scanned.Length > 4096) return new Sentence("A code holds at most 4,096 characters.", "码的内容最多 4,096 个字符。");
        deed.AddEvent(
            type, WindowScene.MenuClick, key,
            PacketElement.Of("ScanCodeInfo", PacketElement.Of("ScanType", "qrcode"), PacketElement.Of("ScanResult", tap.Scanned)));
        return null;
    }

    /// <summary>The event with the pictures' MD5, then each picture as a message.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The platform's packets name pictures by MD5.")]
    private static Sentence? SendPictures(Deed deed, string type, PacketElement key, TapMenu tap)
    {
        if (tap.Pictures is < 1 or > MaxPictures)
            return new Sentence($"{tap.Pictures} pictures cannot be chosen; 1 to {MaxPictures} can.", $"不能选 {tap.Pictures} 张图片；可选 1 到 {MaxPictures} 张。");
        var pictures = Enumerable.Range(1, tap.Pictures).Select(SampleFile.Picture).ToList();
        var items = pictures.Select(picture => PacketElement.Of("item", PacketElement.Of("PicMd5Sum", Convert.ToHexStringLower(MD5.HashData(picture)))));
        deed.AddEvent(type, key, PacketElement.Of("SendPicsInfo", PacketElement.Of("Count", tap.Pictures), PacketElement.Of("PicList", [.. items])));
        foreach (var picture in pictures) deed.AddImage(picture);
        return null;
    }

    /// <summary>The event, then the same place as a message.</summary>
    private static Sentence? SendPlace(Deed deed, PacketElement key, SendLocation place)
    {
        if (Place.Fault(place) is { } fault) return fault;
        deed.AddEvent("location_select", key, PacketElement.Of(
            "SendLocationInfo",
            PacketElement.Of("Location_X", Place.Digits(place.Latitude)), PacketElement.Of("Location_Y", Place.Digits(place.Longitude)),
            PacketElement.Of("Scale", place.Scale.ToString(CultureInfo.InvariantCulture)), PacketElement.Of("Label", place.Label), PacketElement.Of("Poiname", "")));
        deed.AddPlace(place);
        return null;
    }

    /// <summary>The phone shows a file or articles; the account is not told.</summary>
    private static Sentence? ShowMaterial(Deed deed, MenuButton button)
    {
        var id = button.ArticleId ?? button.MediaId ?? "";
        ChatContent? content = deed.Account.Media.Find(id, deed.Now) switch
        {
            { Type: "voice" } => new VoiceContent(id),
            { Type: "video" } video => new VideoContent(id, video.Title, video.Introduction),
            { } => new ImageContent(id),
            null => deed.ArticleCards(id),
        };
        if (content is null) return new Sentence($"The button '{button.Name}' shows '{id}', which does not exist any more.", $"按钮 '{button.Name}' 要显示的 '{id}' 已不存在。");
        deed.ShowFromMenu(content);
        return null;
    }

    private static bool TryFind(ImmutableArray<MenuButton> menu, string place, [NotNullWhen(true)] out MenuButton? button)
    {
        button = null;
        foreach (var part in place.Split('.'))
        {
            var among = button?.Items ?? menu;
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > among.Length) return false;
            button = among[number - 1];
        }
        return button is not null;
    }

    private static Sentence NoButton(Deed deed, string place)
    {
        var menu = deed.Account.Menus.Of(deed.Follower);
        var alias = deed.Account.Setup.Alias;
        if (menu.IsEmpty) return new Sentence($"{alias} has no menu; make one with /cgi-bin/menu/create.", $"{alias} 没有菜单；请用 /cgi-bin/menu/create 创建。");
        var places = new List<string>();
        for (var i = 0; i < menu.Length; i++)
        {
            if (menu[i].Items.IsDefaultOrEmpty) places.Add($"{i + 1}");
            else places.AddRange(Enumerable.Range(1, menu[i].Items.Length).Select(item => $"{i + 1}.{item}"));
        }
        var asked = place.Length <= 20 ? place : place[..20];
        return new Sentence($"There is no menu button '{asked}'; there are {string.Join(", ", places)}.", $"没有菜单按钮 '{asked}'；现有 {string.Join("、", places)}。");
    }
}
