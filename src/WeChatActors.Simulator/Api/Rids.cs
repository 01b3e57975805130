using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>What WeChat keeps of a call that failed, credentials masked.</summary>
/// <param name="Account">The alias; null when the call named no account.</param>
/// <param name="At">When it came.</param>
/// <param name="Cost">How long it took.</param>
/// <param name="Url">Its query string.</param>
/// <param name="Request">Its body.</param>
/// <param name="Answer">The answer's body.</param>
/// <param name="ClientIp">Who called.</param>
internal sealed record RidRecord(string? Account, DateTimeOffset At, TimeSpan Cost, string Url, string Request, string Answer, string ClientIp);

/// <summary>The failed calls by the rid in their errmsg, for a week. Safe to use from any thread.</summary>
/// <param name="chance">Where the rids come from.</param>
internal sealed class Rids(Chance chance)
{
    /// <summary>How long a call can be asked for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private const int Most = 2000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RidRecord> _records = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>A new rid: the second it belongs to and two numbers, in hex.</summary>
    public string Next(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture,
        $"{now.ToUnixTimeSeconds():x8}-{chance.Number("rid", 1L << 32):x8}-{chance.Number("rid", 1L << 32):x8}");

    /// <summary>When the call of a rid was made; null for what is no rid.</summary>
    public static DateTimeOffset? TimeOf(string rid) =>
        rid.Split('-') is [{ Length: 8 } time, { Length: 8 } one, { Length: 8 } two]
        && uint.TryParse(time, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seconds)
        && uint.TryParse(one, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
        && uint.TryParse(two, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Keeps a call; the oldest goes when there are too many.</summary>
    public void Keep(string rid, RidRecord record)
    {
        lock (_gate)
        {
            if (!_records.TryAdd(rid, record)) return;
            _order.Enqueue(rid);
            if (_order.Count > Most) _records.Remove(_order.Dequeue());
        }
    }

    /// <summary>The call of a rid; null when it is not kept.</summary>
    public RidRecord? Find(string rid)
    {
        lock (_gate) return _records.GetValueOrDefault(rid);
    }
}
