namespace WeChatActors.Server.Tests.SlowAnswers;

/// <summary>A follower who asks something that takes the shop long.</summary>
internal sealed class SlowStage(ShopStage stage) : IAsyncDisposable
{
    public const string Answer = "已发货";

    private const string Rules = """
        version: 1
        rules:
          - id: order
            exact: 订单
            do:
              - http: {get: "SHOP/orders", deadline: 60s, into: o}
              - if: o.ok
                then: [{reply: "{{ o.body.state }}"}]
                else: [{reply: "失败：{{ o.error }}"}]
          - {id: other, default: true, reply: "你说 {{ msg.text }}"}
        """;

    public static async Task<SlowStage> Start(bool canPush, string security = "plaintext") =>
        new(await ShopStage.Start(Rules, $$"""{"state":"{{Answer}}"}""", canPush, security));

    /// <summary>Asks what takes long, and waits until the shop was asked.</summary>
    public Task Ask() => stage.Ask("订单");

    /// <inheritdoc cref="ShopStage.Say"/>
    public Task Say(string text) => stage.Say(text);

    /// <inheritdoc cref="ShopStage.GoTo"/>
    public Task GoTo(double seconds) => stage.GoTo(seconds);

    /// <inheritdoc cref="ShopStage.ShopAnswers"/>
    public Task ShopAnswers() => stage.ShopAnswers();

    /// <summary>How often the answer can be seen on the phone.</summary>
    public Task<int> Seen() => stage.Seen(Answer);

    /// <summary>Waits until the answer is seen.</summary>
    public Task UntilSeen() => stage.UntilSeen(Answer);

    public ValueTask DisposeAsync() => stage.DisposeAsync();
}
