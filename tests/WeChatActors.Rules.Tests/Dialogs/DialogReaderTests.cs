namespace WeChatActors.Rules.Tests.Dialogs;

public class DialogReaderTests
{
    private const string SlotKeys = "name, ask, type, options, pattern, check, retry, tries, skip_if, secret";
    private const string Keys = "slots, confirm, cancel, timeout, on_cancel, on_fail, on_other_rule, busy, slow, done, tests";

    // A dialog 'd' with one slot, which begins on line 6, column 8.
    private static string[] OfSlot(string slot, string head = "vars: {shop: 晨光}") =>
        Rulebook.Findings($"{head}\nrules: [{{id: r, exact: go, do: {{dialog: d}}}}]\ndialogs:\n  d: {{slots: [\n       {slot}], done: {{reply: 好}}}}");

    // A dialog 'd' in flow style, which begins on line 4, column 6.
    private static string[] OfDialog(string dialog) => Rulebook.Findings($"rules: [{{id: r, exact: go, do: {{dialog: d}}}}]\ndialogs:\n  d: {dialog}");

    [Theory]
    [InlineData("{ask: x}", "t.yaml:6:8: a slot needs the key 'name'.")]
    [InlineData("{name: a}", "t.yaml:6:8: a slot needs the key 'ask'.")]
    [InlineData("{name: a, ask: x, chek: 'true'}", $"t.yaml:6:26: 'chek' is not a key of a slot; did you mean 'check'? allowed: {SlotKeys}. [unknown-key]")]
    [InlineData("just text", $"t.yaml:6:8: 'just text' stands where a slot was expected, a map with keys of: {SlotKeys}.")]
    [InlineData("{name: 1st, ask: x}", "t.yaml:6:15: '1st' is not a name, expected letters, digits and _, at most 64, no digit first.")]
    [InlineData("{name: msg, ask: x}", "t.yaml:6:15: 'msg' has a meaning of its own in expressions, expected another name.")]
    [InlineData("{name: today, ask: x}", "t.yaml:6:15: 'today' has a meaning of its own in expressions, expected another name.")]
    [InlineData("{name: shop, ask: x}", "t.yaml:6:15: 'shop' is a constant of 'vars' already, expected another name.")]
    [InlineData("{name: a, ask: x}, {name: a, ask: z}", "t.yaml:6:34: the slot 'a' stands here again, it is already on line 6.")]
    [InlineData("{name: a, ask: x, type: integer}", "t.yaml:6:32: 'integer' stands at 'type', expected one of: text, int, number, date, time, choice, phone, location, image.")]
    [InlineData("{name: a, ask: x, type: dat}", "t.yaml:6:32: 'dat' stands at 'type'; did you mean 'date'? expected one of: text, int, number, date, time, choice, phone, location, image.")]
    [InlineData("{name: a, ask: x, type: choice}", "t.yaml:6:8: a slot of type choice needs the key 'options'.")]
    [InlineData("{name: a, ask: x, type: choice, options: []}", "t.yaml:6:49: 'options' has 0 options, expected 1 to 50.")]
    [InlineData("{name: a, ask: x, type: choice, options: [红, 红 ]}", "t.yaml:6:53: the option '红' stands here again, expected each once.")]
    [InlineData("{name: a, ask: x, type: choice, options: {'  ': 1}}", "t.yaml:6:50: '  ' is blank, expected the text of an option.")]
    [InlineData("{name: a, ask: x, type: int, options: [1]}", "t.yaml:6:37: 'options' stand in a slot of type int, expected them with type choice.")]
    [InlineData("{name: a, ask: x, options: [b]}", "t.yaml:6:26: 'options' stand in a slot of type text, expected them with type choice.")]
    [InlineData("{name: a, ask: x, type: int, pattern: 'a'}", "t.yaml:6:37: 'pattern' stands in a slot of type int, expected it with type text; 'check' looks at the value of other types.")]
    [InlineData("{name: a, ask: x, pattern: '('}", "t.yaml:6:37: the regex has a mistake here: Not enough )'s.")]
    [InlineData("{name: a, ask: x, pattern: [a]}", "t.yaml:6:35: a list stands at 'pattern', expected a regex.")]
    [InlineData("{name: a, ask: x, check: a >}", "t.yaml:6:36: the expression ends here, expected a value.")]
    [InlineData("{name: a, ask: x, check: b > 1}", "t.yaml:6:33: warning: there is no name 'b', it is null; did you mean 'm'? known: msg, m, user, window, account, vars, a, shop. [missing-name]")]
    [InlineData("{name: a, ask: x, tries: 0}", "t.yaml:6:33: '0' stands at 'tries', expected a whole number from 1 to 100.")]
    [InlineData("{name: a, ask: x, secret: 1}", "t.yaml:6:34: '1' stands at 'secret', expected true or false.")]
    [InlineData("{name: a, ask: ''}", "t.yaml:6:23: 'ask' is empty, expected text; {none: true} says nothing.")]
    [InlineData("{name: a, ask: {txt: x}}", "t.yaml:6:24: 'txt' is not a key of a reply; did you mean 'text'? allowed: text, image, voice, video, music, news, transfer, ai_transfer, none, one_of. [unknown-key]")]
    public void Says_what_is_wrong_with_a_slot(string slot, string finding) => Assert.Equal(finding, Assert.Single(OfSlot(slot)));

    [Theory]
    [InlineData("{done: {reply: x}}", "t.yaml:4:3: the dialog 'd' asks for nothing, expected 'slots' or 'confirm'.")]
    [InlineData("{slots: [{name: a, ask: x}]}", "t.yaml:4:6: a dialog needs the key 'done'.")]
    [InlineData("{slot: [{name: a, ask: x}], done: {reply: x}}", $"t.yaml:4:7: 'slot' is not a key of a dialog; did you mean 'slots'? allowed: {Keys}. [unknown-key]")]
    [InlineData("[a]", $"t.yaml:4:6: a list stands where a dialog was expected, a map with keys of: {Keys}.")]
    [InlineData("{slots: [], done: {reply: x}}", "t.yaml:4:14: an empty list stands at 'slots', expected a list of slots.")]
    [InlineData("{slots: {a: b}, done: {reply: x}}", "t.yaml:4:14: a map stands at 'slots', expected a list of slots.")]
    [InlineData("{confirm: 行？, done: {reply: x}, cancel: ['  ']}", "t.yaml:4:47: '  ' is blank, expected a word that followers say.")]
    [InlineData("{confirm: 行？, done: {reply: x}, on_other_rule: as}", "t.yaml:4:53: 'as' stands at 'on_other_rule'; did you mean 'ask'? expected one of: ask, switch, ignore.")]
    [InlineData("{confirm: 行？, done: {reply: x}, timeout: 5m}", "t.yaml:4:47: '5m' stands where 'timeout' was expected, a map with keys of: after, do, resume, keep.")]
    [InlineData("{confirm: 行？, done: {reply: x}, timeout: {}}", "t.yaml:4:47: 'timeout' is empty, expected 'after', 'do', 'resume' or 'keep'.")]
    [InlineData("{confirm: 行？, done: {reply: x}, timeout: {after: 8d}}", "t.yaml:4:55: '8d' stands at 'after', expected a time from 1s to 7d, such as 30m.")]
    [InlineData("{confirm: {ask: 行？, ja: [a]}, done: {reply: x}}", "t.yaml:4:26: 'ja' is not a key of 'confirm'; allowed: ask, yes, no, retry. [unknown-key]")]
    [InlineData("{confirm: {yes: [a]}, done: {reply: x}}", "t.yaml:4:16: 'confirm' needs the key 'ask'.")]
    [InlineData("{confirm: {ask: 行？, yes: []}, done: {reply: x}}", "t.yaml:4:31: 'yes' has no words, expected at least one.")]
    [InlineData("{confirm: {ask: 行？, yes: [a, b], no: [B]}, done: {reply: x}}", "t.yaml:4:43: 'b' stands among the words that agree, too, expected it on one side.")]
    [InlineData("{slots: [{name: a, ask: x}], done: {http: {get: 'https://a.example/', into: a}}}", "t.yaml:4:82: 'a' is a slot of the dialog already, expected another name.")]
    [InlineData("{confirm: 行？, done: {dialog: e}}", "t.yaml:4:35: there is no dialog 'e'; did you mean 'd'? known: d.")]
    [InlineData("{confirm: 行？, done: {end: 1}}", "t.yaml:4:32: '1' stands at 'end', expected true.")]
    [InlineData("{confirm: 行？, done: []}", "t.yaml:4:26: the list of actions is empty, expected at least one action.")]
    public void Says_what_is_wrong_with_a_dialog(string dialog, string finding) => Assert.Equal(finding, Assert.Single(OfDialog(dialog)));

    [Theory]
    [InlineData("rules: [{exact: a, do: {dialog: boking}}]\ndialogs: {booking: {confirm: 行？, done: {reply: x}}}", "t.yaml:2:33: there is no dialog 'boking'; did you mean 'booking'? known: booking.")]
    [InlineData("rules: [{exact: a, do: {dialog: x}}]", "t.yaml:2:33: there is no dialog 'x', the files have no 'dialogs'.")]
    [InlineData("rules: [{exact: a, do: {dialog: [x, z]}}]", "t.yaml:2:33: a list stands at 'dialog', expected the name of a dialog.")]
    [InlineData("rules: [{dialog: x, exact: a, reply: b}]", "t.yaml:2:18: there is no dialog 'x', the files have no 'dialogs'.")]
    [InlineData("rules: []\ndialogs: [a]", "t.yaml:3:10: a list stands at 'dialogs', expected a map from names to dialogs.")]
    [InlineData("rules: []\ndialogs: {none: {confirm: 行？, done: {reply: x}}}", "t.yaml:3:11: 'none' is not the name of a dialog, expected 1 to 64 letters, digits, '-', '_' or '.', and not 'none'.")]
    [InlineData("rules: []\ndialogs: {a b: {confirm: 行？, done: {reply: x}}}", "t.yaml:3:11: 'a b' is not the name of a dialog, expected 1 to 64 letters, digits, '-', '_' or '.', and not 'none'.")]
    public void Says_what_is_wrong_with_a_name(string yaml, string finding) => Assert.Equal(finding, Assert.Single(Rulebook.Findings(yaml)));

    [Fact]
    public void Names_are_unique_over_all_files()
    {
        const string Dialogs = "version: 1\ndialogs: {d: {confirm: 行？, done: {reply: x}}}\n";
        var load = ScriptFile.Parse(Dialogs + "include: [a.yaml]", "t.yaml", _ => Dialogs);
        Assert.Equal("t.yaml:2:11: the dialog 'd' stands here again, it is already at a.yaml:2.", Assert.Single(load.Findings, finding => finding.Severity == Severity.Error).ToString());
    }

    [Fact]
    public void A_rule_may_open_a_dialog_of_a_later_file()
    {
        var load = ScriptFile.Parse("version: 1\ninclude: [a.yaml]\ndialogs: {d: {confirm: 行？, done: {reply: x}}}", "t.yaml", _ => "version: 1\nrules: [{id: r, exact: go, do: {dialog: d}}]");
        Assert.Equal("行？", load.Script!.Says("go"));
    }

    [Fact]
    public void Slots_are_at_most_fifty()
    {
        var slots = string.Join(", ", Enumerable.Range(0, 51).Select(i => $"{{name: a{i}, ask: x}}"));
        Assert.Equal("t.yaml:4:14: the dialog has 51 slots, expected at most 50.", Assert.Single(OfDialog($"{{slots: [{slots}], done: {{reply: x}}}}")));
    }

    [Fact]
    public void Every_mistake_comes_in_one_pass() =>
        Assert.Equal(
            [
                "t.yaml:4:15: a slot needs the key 'ask'.",
                "t.yaml:4:31: 'int2' stands at 'type'; did you mean 'int'? expected one of: text, int, number, date, time, choice, phone, location, image.",
                "t.yaml:4:38: a slot needs the key 'name'.",
                "t.yaml:4:69: '0' stands at 'tries', expected a whole number from 1 to 100.",
                "t.yaml:4:87: 'rply' is not a key of an action; did you mean 'reply'? allowed: %keys of actions%. [unknown-key]",
            ],
            OfDialog("{slots: [{name: a, type: int2}, {ask: x, check: x2 > 1, tries: 0}], on_cancel: [{rply: x}], done: {reply: x}}")
                .Where(finding => !finding.Contains("warning", StringComparison.Ordinal)));

    [Fact]
    public void The_example_has_no_findings() => Assert.Empty(Rulebook.Findings(Walk.Booking.Replace("user.phone", "user.turns > 9", StringComparison.Ordinal)));
}
