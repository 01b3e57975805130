namespace WeChatActors.Engine;

/// <summary>Something about calls that an operator must know.</summary>
/// <param name="Target">The host or model.</param>
/// <param name="Urgent">Whether somebody must act: calls fail. Otherwise it is worth knowing.</param>
/// <param name="Sentence">What happened and the remedy. No secret, and nothing that a user wrote.</param>
public sealed record CallNotice(string Target, bool Urgent, string Sentence);
