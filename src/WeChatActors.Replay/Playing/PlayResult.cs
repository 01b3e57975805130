namespace WeChatActors.Replay;

/// <summary>How a run ended.</summary>
/// <param name="Began">When it began.</param>
/// <param name="Elapsed">From then to the end of the last packet.</param>
/// <param name="Sent">Packets that came to an end.</param>
/// <param name="Unsent">Packets that were due and had not left when the run ended or was stopped, as far as they were read: their latency is in no number.</param>
/// <param name="Stopped">Whether it was stopped before its end.</param>
/// <param name="Trouble">What ended it early by itself, with the remedy: the source broke off; null when nothing did.</param>
/// <param name="Generator">How the generator itself did.</param>
internal sealed record PlayResult(DateTimeOffset Began, TimeSpan Elapsed, long Sent, long Unsent, bool Stopped, string? Trouble, GeneratorHealth Generator);

/// <summary>Whether the generator was itself the bottleneck.</summary>
/// <param name="LagP99">By how much packets left later than they could have, their OpenID and a connection being free: the 99th of a hundred.</param>
/// <param name="LagMax">The most of them.</param>
/// <param name="Cpu">The share of the processors that the process may use which it used, 0 to 1.</param>
/// <param name="Starved">The share of packets that were due and waited for a free connection, 0 to 1.</param>
/// <param name="Connections">How many connections were open at most.</param>
internal sealed record GeneratorHealth(TimeSpan LagP99, TimeSpan LagMax, double Cpu, double Starved, int Connections);
