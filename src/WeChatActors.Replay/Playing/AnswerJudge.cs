using System.Text;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>What a delivery came to.</summary>
/// <param name="Fault">None when it was answered well.</param>
/// <param name="Outcome">What the follower would see.</param>
/// <param name="Verdict">Why, in one sentence.</param>
/// <param name="Plain">The answer's body as it was inside its envelope.</param>
internal readonly record struct Judged(DeliveryFault Fault, PlayedOutcome Outcome, string Verdict, ReadOnlyMemory<byte> Plain);

/// <summary>Judges answers as WeChat does.</summary>
/// <param name="signer">Whose answers.</param>
internal sealed class AnswerJudge(PushSigner signer)
{
    // Nobody here knows which files the account has uploaded.
    private readonly AnswerRules _rules = new(signer.Setup, signer.Envelope, null) { QuotesNames = false };

    /// <summary>The verdict over what came for a packet.</summary>
    public Judged Judge(in WireAnswer answer, Flight flight, string to)
    {
        if (answer.Fault != DeliveryFault.None) return Failed(answer.Fault, answer.Why);
        if (StatusCheck.FindFault(answer.Status, answer.Location is { } location ? Bare(location, flight.OpenId) : null) is { } fault) return Failed(DeliveryFault.Status, fault.English);
        var judged = AnswerCheck.Check(answer.Body.Span, new AnsweredPacket(flight.OpenId, to, flight.Packet.Kind), _rules);
        return judged.Outcome switch
        {
            PushOutcome.Failed => Failed(DeliveryFault.BadReply, judged.Verdict.English),
            var outcome => new Judged(
                DeliveryFault.None, outcome == PushOutcome.Replied ? PlayedOutcome.Replied : PlayedOutcome.Acknowledged, judged.Verdict.English,
                judged.Decrypted is { } plain ? Encoding.UTF8.GetBytes(plain) : answer.Body),
        };
    }

    /// <summary>Where a redirect points to, without what could be a secret or tell of a person: a callback's query holds signature, nonce and OpenID,
    /// and a server that redirects mostly hands it on.</summary>
    private static string Bare(string location, string openId)
    {
        var path = location.AsSpan(0, location.AsSpan().IndexOfAny('?', '#') is >= 0 and var end ? end : location.Length);
        var authority = path.IndexOf("//") is >= 0 and var slashes ? slashes + 2 : path.Length;
        var length = path[authority..].IndexOf('/') is >= 0 and var slash ? slash : path.Length - authority;
        var user = path.Slice(authority, length).LastIndexOf('@') + 1;
        var bare = string.Concat(path[..authority], path[(authority + user)..]);
        return openId.Length == 0 ? bare : bare.Replace(openId, "...", StringComparison.Ordinal);
    }

    private static Judged Failed(DeliveryFault fault, string why) => new(fault, PlayedOutcome.Failed, why, default);
}
