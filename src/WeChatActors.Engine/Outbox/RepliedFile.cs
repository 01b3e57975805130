namespace WeChatActors.Engine;

/// <summary>A local file that passive replies show.</summary>
/// <param name="Media">The file, as rules name it.</param>
/// <param name="Kind">image, voice, video or thumb.</param>
public readonly record struct RepliedFile(string Media, string Kind);
