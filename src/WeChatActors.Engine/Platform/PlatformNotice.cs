namespace WeChatActors.Engine;

/// <summary>Something about calls of the platform that an operator must know.</summary>
/// <param name="Account">The account's alias.</param>
/// <param name="Urgent">Whether somebody must act: calls fail. Otherwise it is worth knowing.</param>
/// <param name="Sentence">What happened and the remedy. No secret.</param>
public sealed record PlatformNotice(string Account, bool Urgent, string Sentence);
