using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>Lines of a conversation's log, for people.</summary>
internal static class ChatLines
{
    /// <summary>Says what is in them: what is pushed first, as the follower sees it, then all that is about it.</summary>
    /// <returns>Whether the follower sees the line, and the line.</returns>
    public static IEnumerable<(bool Pushed, string Text)> Of(ImmutableArray<RehearsedLine> lines, ChatRules rules, ChatMocks mocks)
    {
        foreach (var line in lines)
            foreach (var entry in line.Turn.Writes?.Owed ?? [])
                if (entry.Item is OutboxItem.Message { Content: var message })
                    foreach (var text in PushText.Lines(message)) yield return (true, text);

        // A turn that waited for a call stands in two lines; what both say is said once.
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
            foreach (var text in About(line, rules, mocks))
                if (said.Add(text)) yield return (false, text);
    }

    /// <summary>Until when the bot is silent.</summary>
    public static string Paused(HumanPause pause, TimeZoneInfo zone)
    {
        var close = pause.UntilClose ? "the human's session closes" : "it is resumed";
        return pause.Until is { } until ? $"paused until {Clock(until, zone)}{(pause.UntilClose ? $", or until {close}" : "")}" : $"paused until {close}";
    }

    /// <summary>What an open dialog waits for, and what it knows.</summary>
    public static IEnumerable<string> Of(OpenDialog dialog, Rehearsal session, TimeZoneInfo zone)
    {
        var view = session.ViewOf(dialog);
        var due = dialog.Due is { } at ? $", {(dialog.Sleeps ? "ends" : "waits until")} {Clock(at, zone)}" : "";
        yield return view is null
            ? $"dialog {dialog.Name}: the rules have it no more"
            : $"dialog {dialog.Name}: {(dialog.Sleeps ? "sleeps over" : "asks for")} {view.Asks ?? "the confirmation"} ({view.Number} of {view.Questions}){(dialog.Aside is null ? "" : ", whether to leave it")}{due}";
        foreach (var (slot, answer) in view?.Answers ?? []) yield return $"  {slot} = {(answer is { } known ? known.ToText() : RuleTestRun.Secret)}";
    }

    /// <summary>What a timer does and when; null for one that belongs to something else.</summary>
    public static string? Armed(ConversationTimer timer, TimeZoneInfo zone) => timer.What switch
    {
        TimerTask.Later later => $"timer: rule {later.Rule} goes on at {Clock(timer.Due, zone)}",
        TimerTask.WindowClosing closing => $"timer: window_closes_in {Value.Of(closing.Lead)} at {Clock(timer.Due, zone)}",
        _ => null,
    };

    private static IEnumerable<string> About(RehearsedLine line, ChatRules rules, ChatMocks mocks)
    {
        var (turn, before, after) = line;
        var zone = rules.Account.TimeZone;
        if (turn.Timer is not null) yield return $"a timer was due at {Clock(turn.At, zone)}";
        foreach (var id in turn.Rules) yield return rules.Describe(id);
        if (turn.Cause is ConversationInput.Delivery && turn.Rules.IsEmpty && turn.Notes.IsEmpty && turn.Reply is null && !turn.IsOpen) yield return "no rule holds";
        if (turn.Call is { Order: var order }) yield return mocks.Told(order);
        foreach (var entry in turn.Writes?.Owed ?? [])
        {
            if (entry.Item is OutboxItem.Tag tag) yield return $"tag {(tag.Add ? '+' : '-')}{tag.Name}";
            else if (entry.Item is OutboxItem.Remark remark) yield return $"remark: {remark.Text}";
        }

        if (after.Dialog is null && before.Dialog is { } over) yield return $"dialog {over.Name} is over";
        if (after.Dialog is { Sleeps: true } && before.Dialog is { Sleeps: false }) yield return $"dialog {after.Dialog.Name} sleeps";
        if (after.Pause is { } pause && before.Pause != pause) yield return Paused(pause, zone);
        if (after.Pause is null && before.Pause is not null) yield return "the pause is over";
        foreach (var timer in after.Timers)
            if (!before.Timers.Contains(timer) && Armed(timer, zone) is { } armed) yield return armed;
        foreach (var note in turn.Notes) yield return $"note: {note}";
        if (after.Parked.Length > before.Parked.Length) yield return "an answer waits: it is shown with the next reply, or fetched";
    }

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) => $"{TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd HH:mm:ss}";
}
