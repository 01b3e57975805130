using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Says whether what stands as media in a message is a local file.</summary>
/// <param name="account">The account's alias.</param>
/// <param name="media">What the rules or whoever asked wrote.</param>
/// <returns>The file, whether it still exists or not; null for what is a media id.</returns>
public delegate LocalFile? FindLocalFile(string account, string media);
