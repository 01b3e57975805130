using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>What a script decided about one packet.</summary>
/// <param name="Rules">Ids of the rules that ran, in order: none, one, or several when <c>continue: true</c> let others follow.</param>
/// <param name="Reply">The passive reply; null for none.</param>
/// <param name="Variables">The follower's variables afterwards; the same object as before when nothing changed.</param>
/// <param name="Notes">What the operator should know, such as a reply that was cut; empty as a rule.</param>
public sealed record Decision(
    ImmutableArray<string> Rules,
    PassiveReply? Reply,
    ImmutableDictionary<string, Value> Variables,
    ImmutableArray<string> Notes);
