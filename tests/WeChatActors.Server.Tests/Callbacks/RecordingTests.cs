using System.Collections.Concurrent;
using System.Text;

namespace WeChatActors.Server.Tests.Callbacks;

/// <summary>What a recorder is told of deliveries.</summary>
public sealed class RecordingTests
{
    private const string Secretive = """
        version: 1
        rules:
          - {id: start, exact: 登录, do: [{dialog: login}]}
          - {id: echo, type: text, reply: "{{ msg.text }}"}
        dialogs:
          login:
            slots:
              - {name: pin, ask: 密码？, type: text, secret: true}
              - {name: city, ask: "{{ pin }} 收到，城市？", type: text}
            done: [{reply: "{{ city }}"}]
        """;

    private sealed record Line(string Account, string Query, string Packet, string? Sender, bool Encrypted, int? Status, string? Answer, string? Rule, bool IsSecret, string Secrets);

    private sealed class Recorder(string? only = null) : IDeliveryRecorder
    {
        public ConcurrentQueue<Line> Lines { get; } = new();

        public bool Wants(string account) => only is null || account == only;

        public void Expect(string sender)
        {
            // Nothing is looked for.
        }

        public void Record(in RecordedDelivery delivery) => Lines.Enqueue(new(
            delivery.Account, delivery.Query, Encoding.UTF8.GetString(delivery.Packet), delivery.Sender, delivery.Encrypted, delivery.Status,
            delivery.HasAnswer ? Encoding.UTF8.GetString(delivery.Answer) : null, delivery.Rule, delivery.IsSecret, string.Join(",", delivery.Secrets ?? [])));

        public void Write(StringBuilder text) => text.Append("recorded_lines ").Append(Lines.Count).Append('\n');

        public Line Next() => Lines.TryDequeue(out var line) ? line : throw new InvalidOperationException("Nothing was recorded.");
    }

    [Fact]
    public async Task Every_genuine_delivery_is_recorded_with_its_answer_and_rule_before_it_is_sent()
    {
        var recorder = new Recorder();
        await using var edge = await Edge.Start(recorder: recorder);
        var answer = await edge.Post("plain", edge.Text("oAnn", "hi", 1));
        var line = recorder.Next();
        Assert.Equal(("plain", "oAnn", false, 200, answer.Text, "echo", false), (line.Account, line.Sender, line.Encrypted, line.Status, line.Answer, line.Rule, line.IsSecret));
        Assert.Contains("<MsgId>1</MsgId>", line.Packet, StringComparison.Ordinal);
        Assert.Contains("signature=", line.Query, StringComparison.Ordinal);
        await edge.Post("plain", edge.Text("oAnn", "hi", 1));
        Assert.Equal((answer.Text, (string?)null), (recorder.Lines.First().Answer, recorder.Next().Rule));
        await edge.Post("plain", edge.Text("oAnn", "安静", 2));
        Assert.Equal(("success", "quiet"), (recorder.Lines.First().Answer, recorder.Next().Rule));
        await edge.Post("plain", edge.Text("oAnn", "hi", 3));
        Assert.Equal(1, await edge.Metric("recorded_lines"));
    }

    [Fact]
    public async Task An_encrypted_delivery_is_recorded_as_it_is_inside_its_envelope()
    {
        var recorder = new Recorder();
        await using var edge = await Edge.Start(recorder: recorder);
        await edge.Post("safe", Delivery.Safe(Edge.Credentials, PacketXml.Text("oAnn", "hi", 1), edge.Seconds));
        var line = recorder.Next();
        Assert.True(line.Encrypted);
        Assert.Contains("<MsgId>1</MsgId>", line.Packet, StringComparison.Ordinal);
        Assert.DoesNotContain("Encrypt", line.Packet + line.Answer, StringComparison.Ordinal);
        Assert.Contains("1: hi", line.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_forged_or_of_another_account_is_not_recorded_and_what_is_broken_is()
    {
        var recorder = new Recorder("plain");
        await using var edge = await Edge.Start(recorder: recorder);
        var good = edge.Text("oAnn", "hi", 1);
        await edge.Post("plain", good with { Query = good.Query.Replace("signature=", "signature=0", StringComparison.Ordinal) });
        await edge.Post("safe", Delivery.Safe(Edge.Credentials, PacketXml.Text("oAnn", "hi", 1), edge.Seconds));
        Assert.Empty(recorder.Lines);
        await edge.Post("plain", Delivery.Plain(Edge.Credentials, "<xml><ToUserName>x</ToUserName>", edge.Seconds));
        var line = recorder.Next();
        Assert.Equal((null, "<xml><ToUserName>x</ToUserName>"), (line.Sender, line.Packet));
        Assert.NotEqual(200, line.Status);
        edge.Store.Failure = "disk full";
        await edge.Post("plain", edge.Text("oBen", "hi", 2));
        line = recorder.Next();
        Assert.Equal((503, (string?)null), (line.Status, line.Answer));
    }

    [Fact]
    public async Task Answers_to_secret_questions_are_marked_also_when_they_come_again_or_are_repeated()
    {
        var recorder = new Recorder();
        await using var edge = await Edge.Start(rules: Secretive, recorder: recorder);
        async Task<Line> Say(string words, long id)
        {
            await edge.Post("plain", edge.Text("oAnn", words, id));
            return recorder.Next();
        }

        Assert.False((await Say("登录", 1)).IsSecret);
        var secret = await Say("hunter2", 2);
        Assert.True(secret.IsSecret);
        Assert.Contains("hunter2", secret.Secrets, StringComparison.Ordinal);
        Assert.True((await Say("hunter2", 2)).IsSecret);
        var after = await Say("北京", 3);
        Assert.False(after.IsSecret);
        Assert.Contains("hunter2", after.Secrets, StringComparison.Ordinal);
        Assert.Equal(("", false), ((await Say("hi", 4)).Secrets, false));
    }
}
