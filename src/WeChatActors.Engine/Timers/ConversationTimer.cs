using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Something a conversation does by itself at a time. Part of its state; a row of the store wakes it.</summary>
/// <param name="Name">Unique in the conversation.</param>
/// <param name="Due">When, UTC.</param>
/// <param name="What">What.</param>
public sealed record ConversationTimer(string Name, DateTimeOffset Due, TimerTask What)
{
    /// <summary>The name of the row that stands for unfinished work: whoever finds it due, or its process dead, goes on with the work.</summary>
    public const string Work = "work";

    /// <summary>The name of the timer of the open dialog.</summary>
    public const string Dialog = "dialog";
}

/// <summary>What a timer does.</summary>
public abstract record TimerTask
{
    private TimerTask() { }

    /// <summary>Runs the actions of a <c>later</c>.</summary>
    /// <param name="Rule">The rule's id.</param>
    /// <param name="Index">Which of its <c>later</c>.</param>
    /// <param name="Packet">The packet the rule ran for; null for none.</param>
    /// <param name="Into">Results the rule had.</param>
    /// <param name="Seed">The turn's seed.</param>
    public sealed record Later(string Rule, int Index, Packet? Packet, ImmutableDictionary<string, Value> Into, ulong Seed) : TimerTask;

    /// <summary>Ends the pause.</summary>
    public sealed record EndPause : TimerTask;

    /// <summary>Runs the rules that want to act before the window closes. When the window was renewed meanwhile, it is armed again.</summary>
    /// <param name="Lead">How long before.</param>
    public sealed record WindowClosing(TimeSpan Lead) : TimerTask;

    /// <summary>Tells the open dialog that its time has come.</summary>
    public sealed record DialogDue : TimerTask;
}
