using System.Globalization;
using System.Text;

namespace WeChatActors.Engine;

/// <summary>What calls came to since the start, by host or model. Those that reached neither, because they are not allowed, count
/// together as <c>none</c>.</summary>
public sealed class CallCounters
{
    private readonly CallTargets _targets;

    internal CallCounters(CallTargets targets) => _targets = targets;

    /// <summary>How many calls run now.</summary>
    public long InFlight => _targets.All.Sum(target => target.Counters.InFlight);

    /// <summary>How many calls of a host or model ended in a way.</summary>
    /// <param name="target">As <see cref="Rules.CallOrder.Target"/> names it.</param>
    /// <param name="outcome"><c>ok</c>, or one of <see cref="CallError"/>.</param>
    public long Ended(string target, string outcome) =>
        _targets.All.Where(one => one.Name == target).SelectMany(one => one.Counters.Ended).FirstOrDefault(ended => ended.Key == outcome).Value;

    /// <summary>Writes them in Prometheus text format: calls begun, calls ended by outcome, calls that run, how long they took, and whether
    /// calls are kept from a target because it failed.</summary>
    public void Write(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var targets = _targets.All.Where(target => target.Counters.Started > 0).OrderBy(target => target.Name, StringComparer.Ordinal).ToList();
        Write("wechatactors_calls_started_total", "counter", (target, labels) => Line("wechatactors_calls_started_total", labels, target.Counters.Started));
        Write("wechatactors_calls_total", "counter", (target, labels) =>
        {
            foreach (var (outcome, count) in target.Counters.Ended) Line("wechatactors_calls_total", $"{labels},outcome=\"{outcome}\"", count);
        });
        Write("wechatactors_calls_in_flight", "gauge", (target, labels) => Line("wechatactors_calls_in_flight", labels, target.Counters.InFlight));
        Write("wechatactors_call_circuit_open", "gauge", (target, labels) => Line("wechatactors_call_circuit_open", labels, target.Breaker.IsOpen ? 1 : 0));
        Write("wechatactors_call_duration_seconds", "histogram", (target, labels) => target.Counters.WriteDurations(text, "wechatactors_call_duration_seconds", labels));

        void Write(string name, string type, Action<CallTarget, string> write)
        {
            text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
            foreach (var target in targets) write(target, $"target=\"{target.Name}\"");
        }

        void Line(string name, string labels, long count) => text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {count}\n");
    }
}
