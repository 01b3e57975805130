using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>One place: it delivers one packet after the other over its own connection.</summary>
/// <param name="run">Gives the packets and takes what came of them.</param>
internal sealed class Lane(PlayRun run) : Awaited, IDisposable
{
    private readonly PacketWriter _writer = new(run.Mint);
    private IWireConnection _connection = run.Wire.Create();
    private DeliveryFaults _faults;

    /// <summary>Delivers a packet up to three times, and goes on with the next one as long as there is one for this lane.</summary>
    public async Task Drive(Flight first)
    {
        var rested = true;
        for (Flight? flight = first; flight is not null; rested = false)
        {
            var request = _writer.Write(flight);
            _faults = default;
            var sent = run.Clock.Now;
            var begun = sent;
            for (var deliveries = 1; ; deliveries++)
            {
                run.Deadlines.Begin(this, _connection, begun);
                var answer = await _connection.Exchange(request, rested);
                var ended = run.Clock.Now;
                if (!run.Deadlines.End(this, ended) || answer.Fault == DeliveryFault.Late) answer = Late(answer);
                var judged = run.Judge.Judge(answer, flight, _writer.To);
                _faults[deliveries - 1] = judged.Fault;
                if (judged.Fault == DeliveryFault.None || deliveries == OutgoingPacket.Attempts || run.IsStopped)
                {
                    flight = run.End(this, flight, Played(flight, sent, ended, deliveries, judged));
                    break;
                }
                (begun, rested) = (ended, false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>Whatever came at last, it came too late; the connection may be half used.</summary>
    private WireAnswer Late(in WireAnswer answer)
    {
        _connection.Abort();
        _connection.Dispose();
        _connection = run.Wire.Create();
        return answer.Fault == DeliveryFault.Late ? answer
            : WireAnswer.Failed(DeliveryFault.Late, CallbackRequest.OutOfPatience(answer.Status > 0 ? answer.Status : null, answer.Body.Length).English);
    }

    private PlayedPacket Played(Flight flight, TimeSpan sent, TimeSpan ended, int deliveries, in Judged judged) => new()
    {
        Packet = flight.Packet,
        OpenId = flight.OpenId,
        Intended = flight.Intended,
        Sent = sent,
        Ended = ended,
        Deliveries = deliveries,
        Outcome = judged.Outcome,
        Faults = _faults,
        Verdict = judged.Verdict,
        Answer = judged.Plain,
    };
}
