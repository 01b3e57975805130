using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace WeChatActors.Simulator;

/// <summary>One button of a custom menu; either it has a type, or it opens a sub-menu.</summary>
/// <param name="Name">Its caption.</param>
/// <param name="Type">click, view, scancode_push, ...; null with a sub-menu.</param>
/// <param name="Items">The sub-menu.</param>
internal sealed record MenuButton(string Name, string? Type, ImmutableArray<MenuButton> Items)
{
    /// <summary>The key that its event carries.</summary>
    public string? Key { get; init; }

    /// <summary>The page that it opens.</summary>
    public string? Url { get; init; }

    /// <summary>The material that it shows.</summary>
    public string? MediaId { get; init; }

    /// <summary>The published article that it shows.</summary>
    public string? ArticleId { get; init; }

    /// <summary>The mini program that it opens.</summary>
    public string? AppId { get; init; }

    /// <summary>The page in the mini program.</summary>
    public string? PagePath { get; init; }

    /// <summary>The button and those of its sub-menu.</summary>
    [JsonIgnore]
    public IEnumerable<MenuButton> WithItems => Items.IsDefault ? [this] : Items.Prepend(this);
}

/// <summary>Whose phones show a conditional menu (个性化菜单).</summary>
/// <param name="TagId">Followers whose newest tag is this one; null for any.</param>
/// <param name="Platform">Phones: 1 iOS, 2 Android, 3 other; null for any.</param>
internal sealed record MenuRule(int? TagId, int? Platform)
{
    /// <summary>Whether a follower's phone shows the menu. Of several tags the one given last decides.</summary>
    public bool Matches(Follower follower) =>
        (TagId is not { } tag || (!follower.Tags.IsEmpty && follower.Tags[^1] == tag)) && (Platform is not { } platform || follower.Person.Platform == platform);
}

/// <summary>A menu for some of the followers.</summary>
internal sealed record ConditionalMenu(long Id, MenuRule Rule, ImmutableArray<MenuButton> Buttons);

/// <summary>The menus of an account. Guarded by its gate.</summary>
internal sealed class MenuShelf
{
    /// <summary>The buttons that every phone shows; empty without a menu.</summary>
    public ImmutableArray<MenuButton> Default { get; set; } = [];

    /// <summary>The number of the default menu; 0 without one.</summary>
    public long DefaultId { get; set; }

    /// <summary>Menus for some, oldest first.</summary>
    public ImmutableArray<ConditionalMenu> Conditional { get; set; } = [];

    /// <summary>The buttons that this follower's phone shows.</summary>
    public ImmutableArray<MenuButton> Of(Follower follower) => ConditionalOf(follower)?.Buttons ?? Default;

    /// <summary>The number of the menu that this follower's phone shows, as menu events carry it; 0 without a menu.</summary>
    public long IdOf(Follower follower) => ConditionalOf(follower)?.Id ?? DefaultId;

    /// <summary>Whether a button shows that material.</summary>
    public bool Uses(string mediaId) =>
        Default.Concat(Conditional.SelectMany(menu => menu.Buttons)).SelectMany(button => button.WithItems).Any(button => button.MediaId == mediaId);

    // The newest rule is tried first.
    private ConditionalMenu? ConditionalOf(Follower follower)
    {
        for (var i = Conditional.Length - 1; i >= 0; i--)
            if (Conditional[i].Rule.Matches(follower)) return Conditional[i];
        return null;
    }
}
