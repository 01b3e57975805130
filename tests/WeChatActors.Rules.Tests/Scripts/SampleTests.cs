using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Scripts;

public class SampleTests
{
    private const string Sample = """
        version: 1
        vars:  {shop: 晨光书店, hotline: 400-000-0000}
        lists: {greet: [你好, hi, hello]}
        menu:
          - {name: 人工客服, click: KF}
          - {name: 更多, items: [{name: 官网, view: "https://shop.example/"}, {name: 扫一扫, scancode_waitmsg: SCAN}]}
        rules:
          - {exact: $greet, reply: "你好，{{ user.name ?? '朋友' }}，欢迎来到{{ shop }}"}      # a whole rule in one line
          - id: welcome
            priority: 900
            when: {event: [subscribe, SCAN]}
            do:
              - set: {followed: true}
              - reply: "欢迎来到{{ shop }}"
          - id: order
            when: {regex: '^(?:查|订单)\s*(?<no>\d{6,12})$'}
            do:
              - if: user.followed
                then: [{reply: "订单 {{ m.no }}"}]
                else: [{reply: "请致电 {{ hotline }}"}]
          - {id: name, when: {prefix: 我叫}, do: [{set: {name: "{{ msg.text | cut(12) }}"}}, {reply: 记住了}]}
          - {menu: KF, reply: 请稍等}
          - {default: true, reply: {one_of: [没听懂, 再说一次？]}}
        """;

    private readonly Script _script = ScriptFile.Parse(Sample, "demo.yaml").Script!;

    [Fact]
    public void Loads_without_a_finding() => Assert.Empty(ScriptFile.Parse(Sample, "demo.yaml").Findings);

    [Fact]
    public void Greets_by_name_or_as_a_friend()
    {
        Assert.Equal("你好，朋友，欢迎来到晨光书店", _script.Says(" ＨＩ "));
        Assert.Equal("你好，小明，欢迎来到晨光书店", _script.Says("你好", Packets.With(("name", "小明"))));
    }

    [Fact]
    public void Welcomes_a_follower_first_and_remembers()
    {
        var decision = _script.Hears(Packets.Event("SCAN", "755", "755"));
        Assert.Equal(new TextReply("欢迎来到晨光书店"), decision.Reply);
        Assert.Equal("welcome", Assert.Single(decision.Rules));
        Assert.Equal(Value.Of(true), decision.Variables["followed"]);
    }

    [Fact]
    public void Reads_the_order_number()
    {
        Assert.Equal("订单 123456", _script.Says("查 123456", Packets.With(("followed", true))));
        Assert.Equal("请致电 400-000-0000", _script.Says("查 123456"));
        Assert.Contains(_script.Says("查 12345"), new[] { "没听懂", "再说一次？" });
    }

    [Fact]
    public void Answers_the_menu_and_knows_its_buttons()
    {
        Assert.Equal("请稍等", Rulebook.Text(_script.Hears(Packets.Event("CLICK", "KF", menu: true))));
        Assert.Equal(["人工客服", "更多"], _script.Menu!.Buttons.Select(button => button.Name));
        Assert.Equal("scancode_waitmsg", _script.Menu.Buttons[1].Items[1].Type);
    }

    [Fact]
    public void Tries_rules_by_priority_then_by_their_place() =>
        Assert.Equal(["welcome", "demo.yaml:8", "order", "name", "demo.yaml:22", "demo.yaml:23"], _script.Rules.Select(rule => rule.Id));
}
