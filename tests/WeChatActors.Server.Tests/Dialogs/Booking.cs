namespace WeChatActors.Server.Tests.Dialogs;

/// <summary>A bookshop with a reading room, where people book seats.</summary>
internal static class Booking
{
    /// <summary>The follower's secret.</summary>
    public const string Phone = "13801234567";

    public const string Rules = """
        version: 1
        vars:  {shop: 晨光书店, hotline: 400-000-0000}
        lists: {greet: [你好, hi, hello]}
        rules:
          - {exact: $greet, reply: "你好，{{ user.name ?? '朋友' }}，欢迎来到{{ shop }}"}
          - id: welcome
            priority: 900
            when: {event: [subscribe, SCAN]}
            do:
              - reply: "欢迎来到{{ shop }}"
              - later: {after: 40s, unless: user.turns > 1, do: [{send: "回复“帮助”看看我会什么"}]}
          - {id: booking, when: {keyword: [订座, 预约]}, do: [{dialog: book-table}]}
          - {id: else, default: true, priority: -1, reply: 没听懂}
        dialogs:
          book-table:
            slots:
              - {name: people, ask: 几位？, type: int, check: people >= 1 and people <= 20, retry: 请输入 1-20 的数字, tries: 3}
              - {name: day,    ask: 哪天？,  type: date, check: day >= today}
              - {name: phone,  ask: 手机号？, type: text, pattern: '^1\d{10}$', skip_if: user.phone, secret: true}
            confirm: "{{ people }} 位，{{ day | date('M月d日') }}，对吗？（是/否）"
            timeout: {after: 5m, do: [{send: 还在吗？回复“继续”接着订座}]}
            on_cancel: [{reply: 已取消}]
            on_other_rule: ask
            done:
              - http: {post: "SHOP/book", json: {people: $people, day: $day, phone: $phone}, deadline: 30s, once: true, into: r}
              - reply: "{{ r.ok ? '订好了，编号 ' + r.body.id : '没订上，请致电 ' + hotline }}"
        """;

    public const string Done = "订好了，编号 A7";

    public static Task<ShopStage> Start(bool canPush = true, string security = "plaintext") => ShopStage.Start(Rules, """{"id":"A7"}""", canPush, security);

    /// <summary>The follower answers everything up to the confirmation.</summary>
    public static async Task Fill(this ShopStage stage)
    {
        Assert.Equal("几位？", await stage.Say("我想订座"));
        Assert.Equal("哪天？", await stage.Say("4位"));
        Assert.Equal("手机号？", await stage.Say("明天"));
        Assert.Equal("4 位，11月21日，对吗？（是/否）", await stage.Say(Phone));
    }
}
