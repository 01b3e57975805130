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
    private readonly AnswerRules _rules = new(signer.Setup, signer.Envelope, null);

    /// <summary>The verdict over what came for a packet.</summary>
    public Judged Judge(in WireAnswer answer, Flight flight, string to)
    {
        if (answer.Fault != DeliveryFault.None) return Failed(answer.Fault, answer.Why);
        if (StatusCheck.FindFault(answer.Status, answer.Location) is { } fault) return Failed(DeliveryFault.Status, fault.English);
        var judged = AnswerCheck.Check(answer.Body.Span, new AnsweredPacket(flight.OpenId, to, flight.Packet.Kind), _rules);
        return judged.Outcome switch
        {
            PushOutcome.Failed => Failed(DeliveryFault.BadReply, judged.Verdict.English),
            var outcome => new Judged(
                DeliveryFault.None, outcome == PushOutcome.Replied ? PlayedOutcome.Replied : PlayedOutcome.Acknowledged, judged.Verdict.English,
                judged.Decrypted is { } plain ? Encoding.UTF8.GetBytes(plain) : answer.Body),
        };
    }

    private static Judged Failed(DeliveryFault fault, string why) => new(fault, PlayedOutcome.Failed, why, default);
}
