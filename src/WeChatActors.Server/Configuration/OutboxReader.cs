using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads <c>outbox</c>: how what conversations owe is sent.</summary>
internal static class OutboxReader
{
    /// <summary>The options; the defaults for what is absent or wrong.</summary>
    public static OutboxOptions Read(ConfigurationFields read, YamlFields fields)
    {
        var options = new OutboxOptions();
        if (fields.Find("outbox") is not { } node) return options;
        if (YamlFields.Read(node, read.Findings, "'outbox'", "parallel", "per_second", "in_hand", "lease", "poll", "attempts", "first_pause", "longest_pause", "call_limit") is not { } outbox) return options;
        var lease = read.Duration(outbox, "lease", TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), options.Lease);
        return options with
        {
            Parallel = outbox.Whole("parallel", 1, 1_000, options.Parallel),
            PerSecond = outbox.Whole("per_second", 1, 100_000, options.PerSecond),
            InHand = outbox.Whole("in_hand", 10, 100_000, options.InHand),
            Lease = lease,
            Poll = read.Duration(outbox, "poll", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), options.Poll),
            Attempts = outbox.Whole("attempts", 1, 100, options.Attempts),
            FirstPause = read.Duration(outbox, "first_pause", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), options.FirstPause),
            LongestPause = read.Duration(outbox, "longest_pause", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), options.LongestPause),
            // A call that outlives its lease would be taken for a dead process's.
            CallLimit = read.Duration(outbox, "call_limit", TimeSpan.FromSeconds(1), lease / 4, options.CallLimit < lease / 4 ? options.CallLimit : lease / 4),
        };
    }
}
