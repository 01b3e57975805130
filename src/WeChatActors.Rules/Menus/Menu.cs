using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>The custom menu of an account, within WeChat's limits.</summary>
/// <param name="Buttons">One to three buttons, from left to right.</param>
public sealed record Menu(ImmutableArray<MenuButton> Buttons);

/// <summary>A button of the custom menu.</summary>
/// <param name="Name">Its caption: at most 16 bytes of UTF-8 on the first level, 60 on the second.</param>
/// <param name="Type">WeChat's type, such as <c>click</c> or <c>view</c>; null for a button that opens a submenu.</param>
/// <param name="Key">The key an event carries, at most 128 bytes, or the media or article id for the types that show one; null for other types.</param>
/// <param name="Url">The page to open, at most 1024 bytes; for a Mini Program the page for old clients; null for other types.</param>
/// <param name="AppId">The Mini Program; null for other types.</param>
/// <param name="PagePath">The page of the Mini Program; null for other types.</param>
/// <param name="Items">One to five buttons of the submenu; empty when <paramref name="Type"/> is set.</param>
public sealed record MenuButton(
    string Name, string? Type, string? Key, string? Url, string? AppId, string? PagePath, ImmutableArray<MenuButton> Items)
{
    /// <summary>The types of buttons that have a <see cref="Key"/> and nothing else, as rule files name them.</summary>
    public static ImmutableArray<string> KeyTypes { get; } =
        ["click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select", "media_id", "article_id", "article_view_limited"];
}
