using System.Collections.Concurrent;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>All hosts and models that were called.</summary>
internal sealed class CallTargets(CallOptions options, TimeProvider time, Action<CallNotice> notice) : IDisposable
{
    /// <summary>So many names below wildcards have a breaker and counters of their own; the rest share those of the wildcard.</summary>
    public const int MostNames = 1000;

    private readonly ConcurrentDictionary<string, CallTarget> _targets = new(StringComparer.Ordinal);

    /// <summary>What calls count to that reach nobody.</summary>
    public CallTarget None { get; } = new("none", options, time, notice);

    public IEnumerable<CallTarget> All => _targets.Values.Append(None);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var target in All) target.Dispose();
    }

    /// <summary>The host of a request.</summary>
    /// <param name="order">The request.</param>
    /// <param name="host">The entry that allows it.</param>
    public CallTarget Of(HttpOrder order, AllowedHost host) =>
        Find(order) ?? Of(host.Below && _targets.Count >= MostNames ? host.ToString() : order.Target);

    /// <summary>The target of that name.</summary>
    public CallTarget Of(string name) => _targets.GetOrAdd(name, static (name, of) => new CallTarget(name, of.options, of.time, of.notice), (options, time, notice));

    /// <summary>The target of an order; null when it was never called.</summary>
    public CallTarget? Find(CallOrder order) => _targets.GetValueOrDefault(order.Target);
}
