namespace WeChatActors.Engine;

/// <summary>Something about a token that an operator must know.</summary>
/// <param name="Id">Which token.</param>
/// <param name="Urgent">Whether somebody must act: there is or will be no token. Otherwise it is worth knowing.</param>
/// <param name="Sentence">What happened and the remedy. No secret.</param>
public sealed record TokenNotice(TokenId Id, bool Urgent, string Sentence);
