using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Scenes as store and API name them.</summary>
public static class SceneWords
{
    /// <summary>The word of a scene that can grant: <c>user_message</c>, <c>menu_click</c>, <c>follow</c>, <c>scan</c> or <c>payment</c>.</summary>
    public static string Word(WindowScene scene) => scene switch
    {
        WindowScene.UserMessage => "user_message",
        WindowScene.MenuClick => "menu_click",
        WindowScene.Follow => "follow",
        WindowScene.Scan => "scan",
        WindowScene.Payment => "payment",
        _ => throw new InvalidOperationException($"The scene {scene} grants nothing and has no word."),
    };

    /// <summary>The scene of a word; null when it is none.</summary>
    public static WindowScene? Scene(string? word) => word switch
    {
        "user_message" => WindowScene.UserMessage,
        "menu_click" => WindowScene.MenuClick,
        "follow" => WindowScene.Follow,
        "scan" => WindowScene.Scan,
        "payment" => WindowScene.Payment,
        _ => null,
    };

    internal static WindowScene Stored(string? word) => Scene(word) ?? throw StoredJson.Unknown("scene", word);
}
