namespace WeChatActors.Actors.Tests;

/// <summary>A system whose clock and turns the test drives: nothing happens but what the test lets happen.</summary>
internal sealed class House
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4.5);

    internal House(ActorOptions? options = null) =>
        System = new ActorSystem<string, string, string>(Troupe, options ?? new ActorOptions(), Time, Turns);

    internal VirtualTime Time { get; } = new();

    internal StepDispatcher Turns { get; } = new();

    internal Troupe Troupe { get; } = new();

    internal ActorSystem<string, string, string> System { get; }

    internal ActorCounters Counters => System.Counters;

    /// <summary>An ask whose turn has not begun.</summary>
    internal Task<AskResult<string>> Ask(string key, string message) => System.AskAsync(key, message, Deadline).AsTask();

    /// <summary>An ask, and every turn that is then ready.</summary>
    internal Task<AskResult<string>> AskAndRun(string key, string message)
    {
        var ask = Ask(key, message);
        Turns.Run();
        return ask;
    }

    internal void Advance(TimeSpan span)
    {
        Time.Advance(span);
        Turns.Run();
    }

    /// <summary>What happened since the last call.</summary>
    internal string[] Notes()
    {
        var notes = Troupe.Notes.ToArray();
        Troupe.Notes.Clear();
        return notes;
    }

    internal static AskResult<string> Replied(string reply) => new(AskOutcome.Replied, reply);

    internal static AskResult<string> Ended(AskOutcome outcome) => new(outcome);
}
