using System.Collections.Immutable;

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
}

/// <summary>The menus of an account.</summary>
internal sealed class MenuShelf
{
    /// <summary>The buttons that every phone shows; empty without a menu.</summary>
    public ImmutableArray<MenuButton> Default { get; set; } = [];

    /// <summary>The buttons that this follower's phone shows.</summary>
    public ImmutableArray<MenuButton> Of(Follower follower) => Default;
}
