using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Calls;

public class HttpTests
{
    private static HttpOrder Order(string http, string text = "hi", UserView? user = null)
    {
        var decision = Asked.Doing($"[{{http: {http}}}, {{reply: never}}]").Hears(Packets.Text(text), user);
        Assert.Null(decision.Reply);
        Assert.Empty(decision.Notes);
        return Assert.IsType<HttpOrder>(decision.Call);
    }

    [Fact]
    public void An_order_is_complete()
    {
        var order = Order("{post: 'https://shop.example/orders/{{ msg.text | url }}', headers: {X-Who: '{{ user.name }}', Accept: text/plain}, text: '说 {{ msg.text }}', deadline: 500ms, retry: 2, once: true, into: o}",
            "1 & 2", Packets.With(("name", "小明")));
        Assert.Equal("t.yaml:5", order.Place);
        Assert.Equal("POST", order.Method);
        Assert.Equal("https://shop.example/orders/1%20%26%202", order.Url);
        Assert.Equal([new("X-Who", "小明"), new("Accept", "text/plain")], order.Headers.ToArray());
        Assert.Equal("说 1 & 2", order.Body);
        Assert.Equal("text/plain; charset=utf-8", order.ContentType);
        Assert.Equal(TimeSpan.FromMilliseconds(500), order.Deadline);
        Assert.Equal(2, order.Retries);
        Assert.True(order.Once);
        Assert.Equal("shop.example", order.Target);
    }

    [Fact]
    public void What_is_left_out_is_left_to_the_engine()
    {
        var order = Order("{get: 'https://shop.example:8080/'}");
        Assert.Equal("GET", order.Method);
        Assert.Empty(order.Headers);
        Assert.Null(order.Body);
        Assert.Null(order.ContentType);
        Assert.Null(order.Deadline);
        Assert.Equal(0, order.Retries);
        Assert.False(order.Once);
        Assert.Equal("shop.example:8080", order.Target);
    }

    [Theory]
    [InlineData("{a: 1, b: true, c: , d: [x, 2.5], e: 'no {{ msg.text }}', f: '{{ msg.text }}'}", """{"a":1,"b":true,"c":null,"d":["x",2.5],"e":"no 你好","f":"你好"}""")]
    [InlineData("{who: $user.name, n: $user.n, list: '$user.list', all: $user.map}", """{"all":{"k":"v"},"list":[1,2],"n":5,"who":"小明"}""")]
    [InlineData("{price: $5, literal: $$user.name, sum: '$user.n + 1', none: $user.none}", """{"literal":"$user.name","none":null,"price":"$5","sum":6}""")]
    [InlineData("$user.map", """{"k":"v"}""")]
    [InlineData("{day: $today, at: '$now()', span: $user.span, hour: '$user.hour'}", """{"at":"2026-02-01T12:30:00+08:00","day":"2026-02-01","hour":"09:30:00","span":90}""")]
    public void A_json_body_is_a_tree_in_which_dollars_keep_values(string json, string body)
    {
        var user = Packets.With(("name", "小明"), ("n", 5), ("list", Value.List(1, 2)), ("map", Asked.Map(("k", "v"))), ("hour", Value.Of(new TimeOnly(9, 30))), ("span", Value.Of(TimeSpan.FromSeconds(90))));
        var order = Order($"{{post: 'https://a.example/', json: {json}}}", "你好", user);
        Assert.Equal(body, order.Body);
        Assert.Equal("application/json; charset=utf-8", order.ContentType);
    }

    [Fact]
    public void A_form_is_escaped()
    {
        var order = Order("{put: 'https://a.example/', form: {q: '{{ msg.text }}', 'a b': c}}", "a&b=你 好");
        Assert.Equal("PUT", order.Method);
        Assert.Equal("q=a%26b%3D%E4%BD%A0%20%E5%A5%BD&a%20b=c", order.Body);
        Assert.Equal("application/x-www-form-urlencoded", order.ContentType);
    }

    [Fact]
    public void What_a_user_sends_becomes_no_header_of_its_own() =>
        Assert.Equal("a  X-Admin: yes", Assert.Single(Order("{get: 'https://a.example/', headers: {X: '{{ msg.text }}'}}", "a\r\nX-Admin: yes").Headers).Value);

    [Theory]
    [InlineData("/orders")]
    [InlineData("ftp://a.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    [InlineData("")]
    public void An_address_that_is_none_gives_a_result_at_once(string address)
    {
        var decision = Asked.Doing("[{http: {get: '{{ msg.text }}', into: o}}, {reply: '{{ o.ok }}: {{ o.error }}'}]").Text(address.Length == 0 ? " " : address);
        Assert.Null(decision.Call);
        Assert.Equal("false: bad_url", Rulebook.Text(decision));
    }

    [Fact]
    public void A_result_is_named_and_unset_names_are_null()
    {
        var script = Asked.Doing("[{set: {before: '{{ o.ok ?? 0 }}'}}, {http: {get: 'https://a.example/', into: o}}, {if: o.ok, then: [{reply: '{{ o.status }} {{ o.body.state }} {{ o.body.items[1] }}'}], else: [{reply: '忙：{{ o.error }}'}]}]");
        var waits = script.Text();
        Assert.NotNull(waits.Call);
        Assert.Null(waits.Reply);
        Assert.Equal(Value.Of(0), waits.Variables["before"]);
        var result = Asked.Result(1, 5, ("ok", true), ("status", 200), ("body", Asked.Map(("state", "已发货"), ("items", Value.List("a", "b")))));
        var done = script.Text(results: result);
        Assert.Null(done.Call);
        Assert.Equal("200 已发货 b", Rulebook.Text(done));
        Assert.Equal(result.Result, done.Into["o"]);
        Assert.Equal("忙：timeout", Rulebook.Text(script.Text(results: Asked.Result(1, 5, ("ok", false), ("error", "timeout")))));
        Assert.Equal("忙：", Rulebook.Text(script.Text(results: new CallResult(Value.Null, Packets.T0, default))));
    }

    [Fact]
    public void After_a_result_time_and_window_are_its_own()
    {
        var script = Asked.Doing("[{send: a}, {http: {get: 'https://a.example/', into: o}}, {send: '{{ o.ok }} {{ now() | date(\"HH:mm:ss\") }} {{ window.left }} {{ window.closes_in }}', else: [{reply: '{{ window.left }}'}]}]");
        Assert.Equal(["a"], script.Text(left: 1).SentTexts());
        Assert.Equal(["a", "true 12:30:07 3 1h 59m 53s"], script.Text("hi", 1, Asked.Result(7, 3, ("ok", true))).SentTexts());
        Assert.Equal("0", Rulebook.Text(script.Text("hi", 1, Asked.Result(7, 0, ("ok", true)))));
    }

    [Fact]
    public void An_early_reply_is_decided_before_the_call_and_stays()
    {
        var script = Asked.Doing("[{reply: 请稍等}, {http: {get: 'https://a.example/', into: o}}, {reply: '{{ o.ok }}'}]");
        Assert.Equal("请稍等", Rulebook.Text(script.Text()));
        var done = script.Text(results: Asked.Result(1, 4, ("ok", true)));
        Assert.Equal("请稍等", Rulebook.Text(done));
        Assert.Equal(["true"], done.SentTexts());
    }

    [Fact]
    public void Rules_that_run_together_each_make_their_calls()
    {
        var script = Rulebook.Of("""
            rules:
              - {id: a, default: true, continue: true, busy: ignore, do: [{http: {get: 'https://a.example/', into: o}}, {send: 'a {{ o.ok }}'}]}
              - {id: b, if: user.turns == 0, continue: true, do: [{send: 'b {{ user.none }}'}]}
              - {id: c, default: true, slow: stretch, do: [{send: 'c {{ o.ok ?? "-" }}'}, {http: {get: 'https://c.example/', into: o}}, {reply: '{{ o.body }}'}]}
            """);
        var one = Asked.Result(1, 5, ("ok", true));
        var first = script.Text();
        Assert.Equal(["a"], first.Rules.ToArray());
        Assert.Equal(BusyMode.Ignore, first.Busy);
        Assert.Equal(SlowMode.Auto, first.Slow);
        var second = script.Text(results: one);
        Assert.Equal("https://c.example/", Assert.IsType<HttpOrder>(second.Call).Url);
        Assert.Equal(["a", "b", "c"], second.Rules.ToArray());
        Assert.Equal(["a true", "b ", "c -"], second.SentTexts());
        Assert.Equal(SlowMode.Stretch, second.Slow);
        Assert.Equal("x", Rulebook.Text(script.Text("hi", 5, one, Asked.Result(2, 5, ("ok", true), ("body", "x")))));
    }

    [Theory]
    [InlineData("{retry: 1}", "t.yaml:5:17: 'http' has no address, expected one of: get, post, put, delete.")]
    [InlineData("{get: /orders}", "t.yaml:5:23: '/orders' stands at 'get', expected an address that begins with https:// or http://.")]
    [InlineData("{get: 'https://a.example/', post: 'https://b.example/'}", "t.yaml:5:45: 'post' stands beside 'get', expected one of the two.")]
    [InlineData("{get: 'https://a.example/', json: {a: 1}}", "t.yaml:5:45: 'json' stands beside 'get', which sends nothing; expected 'post' or 'put'.")]
    [InlineData("{post: 'https://a.example/', json: {a: 1}, form: {a: 1}}", "t.yaml:5:60: 'form' stands beside 'json', expected one of the two.")]
    [InlineData("{get: 'https://a.example/', deadline: 99ms}", "t.yaml:5:55: '99ms' stands at 'deadline', expected a time from 100ms to 10m, such as 2s.")]
    [InlineData("{get: 'https://a.example/', deadline: 11m}", "t.yaml:5:55: '11m' stands at 'deadline', expected a time from 100ms to 10m, such as 2s.")]
    [InlineData("{get: 'https://a.example/', retry: 6}", "t.yaml:5:52: '6' stands at 'retry', expected a whole number from 0 to 5.")]
    [InlineData("{get: 'https://a.example/', into: msg}", "t.yaml:5:51: 'msg' has a meaning of its own in expressions, expected another name.")]
    [InlineData("{get: 'https://a.example/', into: 1a}", "t.yaml:5:51: '1a' is not a name, expected letters, digits and _, at most 64, no digit first.")]
    [InlineData("{get: 'https://a.example/', headers: {'a b': c}}", "t.yaml:5:55: 'a b' is not the name of a header, expected letters, digits and -.")]
    [InlineData("{get: 'https://a.example/', headers: {Host: c}}", "t.yaml:5:55: 'Host' is set by the engine, expected another header.")]
    [InlineData("{get: 'https://a.example/', intoo: o}", "t.yaml:5:45: 'intoo' is not a key of 'http'; did you mean 'into'? allowed: get, post, put, delete, headers, json, form, text, deadline, into, retry, once. [unknown-key]")]
    [InlineData("{get: 'https://a.example/', into: o}", "t.yaml:5:11: warning: nothing reads 'o', the result of this call; leave 'into' out when it does not matter. [unread-result]")]
    [InlineData("{post: 'https://a.example/', json: {a: $user.}}", "t.yaml:5:62: the expression ends here, expected a name.")]
    public void Says_what_is_wrong_with_a_request(string http, string finding) => Assert.Equal(finding, Assert.Single(Asked.Findings($"[{{http: {http}}}]")));

    [Theory]
    [InlineData("{reply: '{{ o.body.state }}'}", true)]
    [InlineData("{set: {state: '{{ o.body.state + \"!\" }}'}}", true)]
    [InlineData("{reply: '{{ o.body.state ?? \"系统忙\" }}'}", false)]
    [InlineData("{reply: '{{ o.body.state | default(\"系统忙\") }}'}", false)]
    [InlineData("{reply: '{{ o.status }}'}", false)]
    [InlineData("{if: o.body.state, then: [{reply: x}]}", false)]
    [InlineData("{reply: '{{ o | json }}'}", false)]
    public void Warns_of_calls_whose_failure_nothing_looks_at(string action, bool warns)
    {
        var findings = Asked.Findings($"[{{http: {{get: 'https://a.example/', into: o}}}}, {action}]");
        if (warns) Assert.Equal("t.yaml:5:11: warning: this call may fail, and nothing looks at o.ok; 'if: o.ok' with 'else' says what to do then. [unhandled-call]", Assert.Single(findings));
        else Assert.Empty(findings);
    }

    [Fact]
    public void A_result_s_name_is_known_in_its_rule_only() =>
        Assert.Equal("t.yaml:4:33: warning: there is no name 'order', it is null; known: msg, m, user, window, account, vars. [missing-name]",
            Rulebook.Finding("rules:\n  - {exact: a, do: [{http: {get: 'https://a.example/', into: order}}, {if: order.ok, then: {reply: x}}]}\n  - {default: true, reply: 'x{{ order.ok }}'}"));

    [Fact]
    public void A_constant_may_not_be_called_like_a_result() =>
        Assert.Equal("t.yaml:3:70: 'o' is a constant of 'vars' already, expected another name.",
            Rulebook.Finding("vars: {o: 1}\nrules: [{exact: a, do: [{http: {get: 'https://a.example/?x=1', into: o}}]}]"));
}
