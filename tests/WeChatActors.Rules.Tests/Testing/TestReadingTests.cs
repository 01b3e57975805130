using System.Globalization;

namespace WeChatActors.Rules.Tests;

public class TestReadingTests
{
    private const string Before = "rules:\n  - id: greet\n    exact: hi\n    do: [{http: {get: 'https://shop.example/a', into: o}}, {llm: {model: big, reply: true, fallback: x}}, {if: o.ok, then: [{set: {name: x}}]}]\n";

    // The tests begin on line 7, column 9.
    private static ScriptLoad Load(string tests) => Rulebook.Load($"{Before}    tests:\n      - {tests}\n");

    private static RuleTest Test(string test) => Assert.Single(Loaded(test).Tests);

    private static Script Loaded(string tests)
    {
        var load = Load(tests);
        return load.Script ?? throw new InvalidOperationException(string.Join('\n', load.Findings));
    }

    [Fact]
    public void A_test_of_one_step_is_read_with_all_it_looks_at()
    {
        var test = Test("{in: hi, out: ~你好, sent: [一, ~二], tags: [a, -b], set: {name: 小明, n: 3}, within: 2s, deliveries: 2, at: '2026-05-01 09:00', seed: 7, can_push: true, user: {age: 3, tags: [vip]}}");
        var step = Assert.Single(test.Steps);
        Assert.Equal(("greet#1", "greet", 7, 9), (test.Name, test.Owner, test.Place.Line, test.Place.Column));
        Assert.Equal((7ul, true, 3), (test.Seed, test.CanPush, test.User["age"].AsNumber));
        Assert.Equal(["vip"], test.UserTags.ToArray());
        Assert.Equal(new DateTime(2026, 5, 1, 9, 0, 0, DateTimeKind.Unspecified), test.At.Clock);
        Assert.Equal(("text", "hi"), (step.In!.MsgType, step.In.Elements[0].Text));
        Assert.Equal((2, TimeSpan.FromSeconds(2)), (step.Deliveries, step.Within));
        Assert.Equal(new ExpectedText("", "你好", Inside: true), Assert.Single(step.Out!.Parts));
        Assert.Equal(["一", "~二"], step.Sent.Select(message => message.Shown));
        Assert.Equal([("a", true), ("b", false)], step.Tags.Select(tag => (tag.Name, tag.Has)));
        Assert.Equal([("name", "\"小明\""), ("n", "3")], step.Set.Select(variable => (variable.Name, variable.Value.ToJson())));
    }

    [Fact]
    public void Steps_follow_each_other_in_say_and_after()
    {
        var tests = Loaded("{in: hi, after: {wait: 41s, sent: none}}\n      - {say: [hi, {in: yo, out: none}, {image: true}, {wait: 1m}], tags: done}").Tests;
        Assert.Equal([null, TimeSpan.FromSeconds(41)], tests[0].Steps.Select(step => step.Wait));
        Assert.Empty(tests[0].Steps[1].Sent);
        Assert.True(tests[0].Steps[0].Sent.IsDefault);
        Assert.Equal("greet#2", tests[1].Name);
    }

    [Theory]
    [InlineData("{in: {event: subscribe}}", "event", "Event=subscribe EventKey=", "(event subscribe)")]
    [InlineData("{in: {event: subscribe, scene: door}}", "event", "Event=subscribe EventKey=qrscene_door Ticket=test-ticket", "(event subscribe door)")]
    [InlineData("{in: {event: LOCATION, Latitude: 22.5, Longitude: 113}}", "event", "Event=LOCATION EventKey= Latitude=22.5 Longitude=113", "(event LOCATION)")]
    [InlineData("{in: {event: scancode_waitmsg, key: SCAN, ScanCodeInfo: {ScanType: qrcode, ScanResult: 1}}}", "event", "Event=scancode_waitmsg EventKey=SCAN ScanCodeInfo=(ScanType=qrcode ScanResult=1)", "(event scancode_waitmsg SCAN)")]
    [InlineData("{in: {menu: KF}}", "event", "Event=CLICK EventKey=KF", "(menu KF)")]
    [InlineData("{in: {scene: 755}}", "event", "Event=SCAN EventKey=755 Ticket=test-ticket", "(scan 755)")]
    [InlineData("{in: {voice: 你好}}", "voice", "MediaId=test-voice Format=amr Recognition=你好", "(voice: 你好)")]
    [InlineData("{in: {image: 'https://a.example/1.png'}}", "image", "PicUrl=https://a.example/1.png MediaId=test-image", "(image https://a.example/1.png)")]
    [InlineData("{in: {location: {lat: 22.54, lon: 113.95, label: 科技园}}}", "location", "Location_X=22.54 Location_Y=113.95 Scale=16 Label=科技园", "(location 22.54 113.95 科技园)")]
    [InlineData("{in: {link: {url: 'https://a.example', title: A}}}", "link", "Title=A Description= Url=https://a.example", "(link https://a.example)")]
    [InlineData("{in: {type: shortvideo, MediaId: m}}", "shortvideo", "MediaId=m", "(shortvideo)")]
    [InlineData("{in: 12:30}", "text", "Content=12:30", "12:30")]
    public void A_packet_is_read_from_every_form(string test, string type, string elements, string shown)
    {
        var packet = Test(test).Steps[0].In!;
        Assert.Equal((type, elements, shown), (packet.MsgType, Written(packet.Elements), packet.Shown));

        static string Written(IEnumerable<PacketElement> elements) =>
            string.Join(' ', elements.Select(element => $"{element.Name}={(element.Inside.IsEmpty ? element.Text : $"({Written(element.Inside)})")}"));
    }

    [Theory]
    [InlineData("http: {status: 404, body: {a: 1}}", """{"body":{"a":1},"error":"status","ok":false,"status":404}""", "0s")]
    [InlineData("http: 500", """{"body":null,"error":"status","ok":false,"status":500}""", "0s")]
    [InlineData("http: {body: 好, takes: 3s}", """{"body":"好","error":null,"ok":true,"status":200}""", "3s")]
    [InlineData("http: timeout", """{"body":null,"error":"timeout","ok":false,"status":null}""", null)]
    [InlineData("http: error", """{"body":null,"error":"unreachable","ok":false,"status":null}""", "0s")]
    [InlineData("http: {error: dns}", """{"body":null,"error":"dns","ok":false,"status":null}""", "0s")]
    [InlineData("llm: 好的", """{"error":null,"finish":"stop","model":null,"ok":true,"status":null,"text":"好的"}""", "0s")]
    [InlineData("llm: timeout", """{"error":"timeout","finish":null,"model":null,"ok":false,"status":null,"text":""}""", null)]
    public void What_stands_in_for_a_call_is_what_a_rule_would_see(string mock, string result, string? takes)
    {
        var answer = Assert.Single(Assert.Single(Test($"{{in: hi, {mock}}}").Mocks).Answers);
        Assert.Equal((result, takes), (answer.Result.ToJson(), answer.Takes is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds}s") : null));
    }

    [Theory]
    [InlineData("http: {shop.example/a/b: 404, 'https://shop.example': 200}", "https://shop.example/a/b/c", 404)]
    [InlineData("http: {shop.example/a/b: 404, 'https://shop.example': 200}", "https://shop.example/a/bc", 200)]
    [InlineData("http: {shop.example: 200}", "https://shop.example:81/", null)]
    [InlineData("http: 201", "https://anything.example/", 201)]
    public void The_longest_address_that_fits_a_call_answers_it(string mocks, string url, int? status)
    {
        var order = new HttpOrder("t.yaml:1", "GET", url, [], null, null, null, 0, false);
        var best = Test($"{{in: hi, {mocks}}}").Mocks.Where(mock => mock.Fit(order) >= 0).MaxBy(mock => mock.Fit(order));
        Assert.Equal(status, (int?)best?.Answers[0].Result["status"].AsNumber);
    }

    [Theory]
    [InlineData("{out: 你好}", "7:9: the first step says nothing, expected 'in': a conversation begins with the follower.", "7:10: 'out' stands without 'in', expected a message that is answered; what comes by itself is 'sent'.")]
    [InlineData("{name: empty}", "7:9: the test says nothing, expected 'in' or 'say'.")]
    [InlineData("{in: hi, deliveries: 0}", "7:30: '0' stands at 'deliveries', expected a whole number from 1 to 3.")]
    [InlineData("{in: hi, wait: 3s}", "7:18: 'wait' stands in the first step, where nothing happened yet; expected 'after: {wait: 41s, sent: ...}' for what comes later, or 'at' for when the test begins.")]
    [InlineData("{in: hi, after: {wait: -5s}}", "7:32: '-5s' stands at 'wait', expected a time from 1s to 400d, such as 30m.")]
    [InlineData("{in: hi, http: {shop.exmple: 200}}", "7:25: no rule calls the host 'shop.exmple'; did you mean 'shop.example'? They call: shop.example.")]
    [InlineData("{in: hi, llm: {text: a, error: b}}", "7:24: 'text' stands beside 'error', expected one of the two: a model that fails says nothing.")]
    [InlineData("{in: hi, http: []}", "7:24: the list of answers at 'http' is empty, expected at least one.")]
    [InlineData("{in: hi, http: ok}", "7:24: 'ok' stands where an answer was expected: a map with status, body, error, takes, a status, timeout or error.")]
    [InlineData("{in: hi, tags: [x, -x]}", "7:28: the tag 'x' is expected and not expected at once, expected one of the two.")]
    [InlineData("{in: hi, set: {nam: 1}}", "7:24: no rule sets user.nam; did you mean 'name'?")]
    [InlineData("{in: hi, set: {turns: 1}}", "7:24: 'turns' is kept by the engine, expected a name that rules set.")]
    [InlineData("{say: [hi], in: hi}", "7:21: 'in' stands beside 'say', expected it in a step of 'say': {in: ..., out: ...}.")]
    [InlineData("{say: []}", "7:15: 'say' is empty, expected texts or steps such as {in: 明天, out: ~手机号}.")]
    [InlineData("{can_push: false, in: hi, sent: 你好}", "7:35: 'sent' expects messages, but 'can_push: false' says that nothing can be pushed; expected one of the two.")]
    [InlineData("{in: {evnt: subscribe}}", "7:14: 'in' says nothing of what is sent, expected a text or a map with one of: text, event, menu, scene, image, voice, video, location, link, type.")]
    [InlineData("{in: {event: CLICK, scene: a}}", "7:29: 'scene' stands beside the event 'CLICK', expected subscribe or SCAN, which come from a QR code; 'key' gives other events their EventKey.")]
    [InlineData("{in: {location: {lat: 91, lon: 0}}}", "7:31: '91' stands at 'lat', expected degrees from -90 to 90.")]
    [InlineData("{in: hi, at: tomorrow}", "7:22: 'tomorrow' stands at 'at', expected a time such as 2026-03-02 10:00 (in the account's zone), 2026-03-02T10:00:00+08:00 or 22:30.")]
    [InlineData("{in: hi, user: 小明}", "7:24: '小明' stands at 'user', expected a map from names to values: what is known of the follower before the test.")]
    [InlineData("{in: hi, out: {image: A, voice: B}}", "7:23: 'out' names 2 kinds of message, expected one of: text, image, voice, video, music, news, transfer, ai_transfer, none.")]
    [InlineData("{name: a, in: hi}\n      - {name: a, in: hi}", "8:16: the test 'a' stands here again, it is already at t.yaml:7; expected another name.")]
    public void A_test_that_contradicts_itself_is_an_error_with_its_place_and_remedy(string test, params string[] findings)
    {
        var load = Load(test);
        Assert.Null(load.Script);
        Assert.Equal(findings.Select(finding => "t.yaml:" + finding), load.Findings.Select(finding => $"{finding.File}:{finding.Line}:{finding.Column}: {finding.Message}"));
    }

    [Fact]
    public void Answers_of_calls_that_no_rule_makes_are_an_error() =>
        Assert.Equal(
            "t.yaml:2:48: 'http' answers calls, but no rule makes one; leave it out, or give a rule the action 'http'.",
            Rulebook.Finding("rules: [{exact: hi, reply: a, tests: [{in: hi, http: 200}]}]"));

    [Fact]
    public void A_file_has_tests_of_its_own_and_includes_bring_theirs()
    {
        var load = ScriptFile.Parse(
            "version: 1\ninclude: a.yaml\nrules: [{id: r, exact: hi, reply: a, tests: {in: hi}}]\ntests: [{in: yo, name: nobody answers}]", "t.yaml",
            _ => "version: 1\nrules: [{id: q, exact: yo, reply: b, tests: [{in: yo}]}]");
        Assert.Equal(["q#1", "r#1", "t.yaml: nobody answers"], load.Script!.Tests.Select(test => test.Name));
    }
}
