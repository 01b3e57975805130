using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests;

public sealed class ReplyVariantsTests
{
    private const string Free = "\uFDD0", Bound = "\uFDD1";

    [Fact]
    public void The_choices_of_one_of_are_variants_with_expressions_left_open()
    {
        var variants = Assert.Single(Read("""
            version: 1
            vars: {shop: 晨光}
            rules:
              - id: greet
                exact: 你好
                reply: {one_of: ["你好，{{ user.name ?? '朋友' }}", "{{ time_in('05:00-11:00') ? '早' : '您好' }}，欢迎光临{{ shop }}", {image: abc}, {none: true}]}
              - {id: name, regex: '^叫我(?<name>.+)$', do: [{set: {name: "{{ m.name }}"}}, {reply: "记住了，{{ user.name }}"}]}
            """));

        Assert.Equal("greet", variants.Owner);
        PassiveReply?[] expected = [new TextReply($"你好，{Bound}user.name ?? '朋友'{Bound}"), new TextReply($"{Free}，欢迎光临晨光"), new ImageReply("abc"), new TextReply("")];
        Assert.Equal(expected, variants.Replies.AsEnumerable());
    }

    [Fact]
    public void A_variable_that_chance_filled_is_open_wherever_it_is_shown()
    {
        var variants = Read("""
            version: 1
            rules:
              - {id: draw, exact: 抽奖, do: [{set: {code: "{{ 'A-' + random(1, 2) }}"}}, {reply: "送您 {{ user.code }}"}]}
              - {id: show, exact: 我的, reply: "{{ user.code }} 给 {{ msg.text }}"}
              - {id: fixed, exact: 帮助, reply: "不变"}
              - {id: same, exact: 再说, reply: "您说 {{ msg.text }}"}
            """);

        Assert.Equal(["draw", "show"], variants.Select(one => one.Owner));
        Assert.Equal(new TextReply($"送您 {Free}"), Assert.Single(variants[0].Replies));
        Assert.Equal(new TextReply($"{Free} 给 {Bound}msg.text{Bound}"), Assert.Single(variants[1].Replies));
    }

    [Fact]
    public void What_a_dialog_asks_in_several_ways_is_known_by_the_dialog()
    {
        var variants = Assert.Single(Read("""
            version: 1
            dialogs:
              booking:
                slots:
                  - {name: day, type: date, ask: {one_of: [哪天？, 什么时候？]}}
                done: [{reply: 好}]
            rules:
              - {id: book, exact: 订座, do: [{dialog: booking}]}
            """));

        Assert.Equal("dialog:booking", variants.Owner);
    }

    private static ImmutableArray<ReplyVariants> Read(string yaml)
    {
        var load = ScriptFile.Parse(yaml, "rules.yaml");
        Assert.True(load.Script is not null, string.Join('\n', load.Findings));
        return load.Script.Variants;
    }
}
