namespace WeChatActors.Engine;

/// <summary>A file of this machine that stands for media in rules.</summary>
/// <param name="FullPath">Where it is, or was when the rules were read.</param>
public sealed record LocalFile(string FullPath);

/// <summary>Says whether what stands as media in a message is a local file.</summary>
/// <param name="account">The account's alias.</param>
/// <param name="media">What the rules or whoever asked wrote.</param>
/// <returns>The file, whether it still exists or not; null for what is a media id.</returns>
public delegate LocalFile? FindLocalFile(string account, string media);

/// <summary>A local file that passive replies show.</summary>
/// <param name="Media">The file, as rules name it.</param>
/// <param name="Kind">image, voice, video or thumb.</param>
public readonly record struct RepliedFile(string Media, string Kind);
