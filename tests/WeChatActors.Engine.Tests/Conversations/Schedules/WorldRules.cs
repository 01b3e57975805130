using System.Collections.Concurrent;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>The rules of the worlds. Every answer names its question in «», so that whoever sees it knows what was answered; every turn writes
/// itself down in <c>user.seen</c>, so that the order and the number of turns show.</summary>
internal static class WorldRules
{
    private const string Seen = "{set: {seen: \"{{ (user.seen ?? '') + ' ' + (msg.id ?? msg.key ?? msg.event) }}\"}}";

    private const string Ask = "{http: {get: 'https://a.example/ask', deadline: 65s, into: r}}";

    private const string Answer = "{reply: \"«{{ msg.id }}»\"}";

    private static readonly ConcurrentDictionary<(BusyMode, SlowMode), Script> Scripts = new();

    /// <summary>What users say.</summary>
    public static readonly string[] Words =
    [
        "now", "ask", "ask", "ask", "ask", "twice", "early", "model", "send", "later", "latercall", "hush", "human", "long", "tag", "merge", "merge", "interrupt", "ignore",
        "stretch", "push", "stand in", "1", "1", "继续", "nothing", "form", "form", "number",
    ];

    /// <summary>What users say over days.</summary>
    public static readonly string[] WordsOfDays = ["now", "send", "send", "many", "ask", "push", "later", "tomorrow", "long", "1"];

    private static readonly Lazy<Script> OfDays = new(static () => Read(BusyMode.Queue, SlowMode.Auto, """
          - {id: many, exact: many, do: [SEEN, {send: "«S{{ msg.id }}a»"}, {send: "«S{{ msg.id }}b»"}, {send: "«S{{ msg.id }}c»"}, {send: "«S{{ msg.id }}d»"}, {send: "«S{{ msg.id }}e»"}, {send: "«S{{ msg.id }}f»"}, ANSWER]}
          - {id: tomorrow, exact: tomorrow, do: [SEEN, {later: {after: 20h, do: [{send: "«S{{ msg.id }}t»"}]}}, ANSWER]}
          - {id: closing, when: {window_closes_in: 30m}, do: [{send: "«S{{ now() }}»"}]}

        """));

    /// <summary>Rules that push a lot, also before the window closes.</summary>
    public static Script Days => OfDays.Value;

    public static Script Of(BusyMode busy, SlowMode slow) => Scripts.GetOrAdd((busy, slow), static of => Read(of.Item1, of.Item2, ""));

    private static Script Read(BusyMode busy, SlowMode slow, string more) => Given.Script("""
        version: 1
        defaults: {busy: BUSY, slow: SLOW, after_pause: 我回来了}
        rules:
          - {id: now, exact: now, do: [SEEN, ANSWER]}
          - {id: ask, exact: ask, do: [SEEN, ASK, ANSWER]}
          - {id: twice, exact: twice, do: [SEEN, {http: {post: 'https://a.example/1', once: true, deadline: 20s, into: r}}, {http: {post: 'https://a.example/2', into: q}}, ANSWER]}
          - {id: early, exact: early, do: [SEEN, {reply: "«E{{ msg.id }}»"}, ASK, ANSWER]}
          - {id: model, exact: model, do: [SEEN, {llm: {prompt: "{{ msg.id }}", reply: true, fallback: "«{{ msg.id }}»"}}]}
          - {id: send, exact: send, do: [SEEN, {send: "«S{{ msg.id }}a»"}, {send: "«S{{ msg.id }}b»"}, ANSWER]}
          - {id: later, exact: later, do: [SEEN, {later: {after: 20s, do: [{send: "«S{{ msg.id }}l»"}]}}, ANSWER]}
          - {id: latercall, exact: latercall, do: [SEEN, {later: {after: 7s, do: [ASK, {reply: "«L{{ msg.id }}»"}]}}, ANSWER]}
          - {id: hush, exact: hush, do: [SEEN, {pause: 30s}, ANSWER]}
          - {id: human, exact: human, do: [SEEN, {reply: {transfer: true}}]}
          - {id: long, exact: long, do: [SEEN, ASK, {reply: "«A{{ msg.id }}»LONG«B{{ msg.id }}»"}]}
          - {id: tag, exact: tag, do: [SEEN, {tag: {add: lead}}, ANSWER]}
          - {id: merge, exact: merge, busy: merge, do: [SEEN, ANSWER]}
          - {id: merged, prefix: merge, busy: merge, do: [SEEN, ASK, ANSWER]}
          - {id: interrupt, exact: interrupt, busy: interrupt, do: [SEEN, ASK, ANSWER]}
          - {id: ignore, exact: ignore, busy: ignore, do: [SEEN, ASK, ANSWER]}
          - {id: stretch, exact: stretch, slow: stretch, do: [SEEN, ASK, ANSWER]}
          - {id: push, exact: push, slow: push, do: [SEEN, ASK, ANSWER]}
          - {id: stand, exact: stand in, slow: placeholder, do: [SEEN, ASK, ANSWER]}
          - {id: form, exact: form, do: [SEEN, {dialog: form}]}
          - {id: number, exact: number, do: [SEEN, {dialog: number}]}
          - {id: tap, event: CLICK, do: [SEEN, {reply: "«{{ msg.key }}»"}]}
          - {id: follow, event: subscribe, do: [SEEN, {reply: 欢迎}]}
          MORE- {id: events, type: event, do: [SEEN]}
          - {id: rest, default: true, do: [SEEN, ANSWER]}
        dialogs:
          form:
            slots: [{name: a, ask: "QUESTION", retry: "QUESTION"}, {name: b, ask: "QUESTION", retry: "QUESTION"}]
            on_other_rule: ignore
            timeout: {after: 9s, do: [{send: "«S{{ now() | date('HHmmssfff') }}d»"}], keep: 20s, resume: [nothing]}
            done: [ASK, {reply: "QUESTION"}]
          number:
            slots: [{name: n, ask: "QUESTION", retry: "QUESTION", type: int}]
            on_other_rule: switch
            timeout: {after: 3s, do: [ASK], keep: 2s}
            done: [{reply: "QUESTION"}]
        """
        .Replace("QUESTION", "«{{ msg.id ?? msg.key }}»", StringComparison.Ordinal)
        .Replace("MORE", more.Length == 0 ? "" : more.Trim() + "\n  ", StringComparison.Ordinal)
        .Replace("SEEN", Seen, StringComparison.Ordinal).Replace("ASK", Ask, StringComparison.Ordinal).Replace("ANSWER", Answer, StringComparison.Ordinal)
        .Replace("LONG", new string('长', 900), StringComparison.Ordinal)
        .Replace("BUSY", busy.ToString().ToLowerInvariant(), StringComparison.Ordinal).Replace("SLOW", slow.ToString().ToLowerInvariant(), StringComparison.Ordinal));
}
