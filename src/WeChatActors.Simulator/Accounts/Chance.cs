using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Invents ids, nonces and secrets from a seed. Each purpose draws from its own stream, so that one more token does not change
/// the packets that follow. Safe to use from any thread.</summary>
/// <param name="seed">The same seed gives the same values in the same order.</param>
internal sealed class Chance(ulong seed)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ulong> _streams = new(StringComparer.Ordinal);

    /// <summary>A seed that belongs to a text and a number, the same on every machine.</summary>
    public static ulong Hash(string text, long number)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 1099511628211UL;
        return SplitMix64.Mix(hash + (ulong)number * SplitMix64.Step);
    }

    /// <summary>Letters and digits from a seed.</summary>
    public static string Text(ulong seed, int length) => string.Create(length, seed, static (span, state) =>
    {
        foreach (ref var c in span) c = Letters[(int)(SplitMix64.Next(ref state) % (ulong)Letters.Length)];
    });

    /// <summary>The next letters and digits of a stream.</summary>
    public string Text(string purpose, int length) => Text(Draw(purpose), length);

    /// <summary>The next number of a stream.</summary>
    /// <param name="purpose">Names the stream.</param>
    /// <param name="below">The result lies from 0 to one below this.</param>
    public long Number(string purpose, long below) => (long)(Draw(purpose) % (ulong)below);

    /// <summary>Begins one stream anew, as if the seed had been this one.</summary>
    public void Restart(string purpose, ulong from)
    {
        lock (_gate) _streams[purpose] = Hash(purpose, (long)from);
    }

    private ulong Draw(string purpose)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(purpose, out var state)) state = Hash(purpose, (long)seed);
            var drawn = SplitMix64.Next(ref state);
            _streams[purpose] = state;
            return drawn;
        }
    }
}
