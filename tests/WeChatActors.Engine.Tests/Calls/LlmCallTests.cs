using System.Text;
using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Calls;

public class LlmCallTests
{
    [Fact]
    public async Task A_model_is_told_who_it_is_what_was_said_and_what_is_asked()
    {
        await using var model = new FakeModel(FakeModel.Says("你好", "，", "朋友"));
        await using var lab = CallLab.For(model, change: of => of with { MaxTokens = 200, Temperature = 0.7m });

        var result = await lab.Call(CallLab.Ask("那书呢\ud83d？", "你是店员", history: 2), new Exchange("一", "1"), new Exchange("二", "2"), new Exchange("三 \"😀\"", "3"));

        Assert.Equal(Value.Map([new("ok", true), new("text", "你好，朋友"), new("error", Value.Null), new("finish", "stop"), new("model", "fake-1"), new("status", 200)]), result);
        var question = Assert.Single(model.Questions);
        Assert.Equal(("POST", "/v1/chat/completions", $"Bearer {CallLab.Key}", "application/json"), (question.Method, question.Target, question.Header("Authorization"), question.Header("Content-Type")));
        Assert.Equal(
            """{"model":"fake-1","messages":[{"role":"system","content":"你是店员"},{"role":"user","content":"二"},{"role":"assistant","content":"2"},{"role":"user","content":"三 \"😀\""},{"role":"assistant","content":"3"},{"role":"user","content":"那书呢\uFFFD？"}],"stream":true,"max_tokens":200,"temperature":0.7}""",
            question.Body.Replace("\uFFFD", "\\uFFFD", StringComparison.Ordinal));
        Assert.Equal(Encoding.UTF8.GetByteCount(question.Body), int.Parse(question.Header("Content-Length")!, null));
    }

    [Fact]
    public async Task A_server_without_a_key_is_sent_none()
    {
        await using var model = new FakeModel(FakeModel.Says("好"));
        await using var lab = CallLab.For(model, change: of => of with { Key = null });

        Assert.True((await lab.Call(CallLab.Ask()))["ok"].AsBool);
        var question = Assert.Single(model.Questions);
        Assert.Null(question.Header("Authorization"));
        using var body = JsonDocument.Parse(question.Body);
        Assert.Equal(["model", "messages", "stream"], body.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, body.RootElement.GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task What_it_says_can_be_read_while_it_speaks()
    {
        var signals = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        await using var model = new FakeModel(FakeModel.Says(signals.Select((signal, i) => ((Task)signal.Task, $"第{i}"))));
        await using var lab = CallLab.For(model);
        var call = lab.Begin(CallLab.Ask());
        await model.Asked();
        var stream = lab.Runner.Stream(call.To, call.Id.Turn)!;

        signals[0].SetResult();
        await lab.Said(call, "第0");
        signals[1].SetResult();
        await lab.Said(call, "第0第1");
        Assert.False(lab.IsTold(call));
        signals[2].SetResult();

        Assert.Equal("第0第1第2", (await lab.Result(call))["text"].AsText);
        Assert.Equal(("第2", true, true), (stream.Read(4).Text, stream.Read(4).Ended, stream.Read(4).Changed.IsCompleted));
        Assert.Null(lab.Runner.Stream(call.To, call.Id.Turn));
        Assert.Null(lab.Runner.Stream(Given.Id("oBob"), call.Id.Turn));
    }

    [Fact]
    public async Task A_text_that_drips_byte_by_byte_is_whole()
    {
        await using var model = new FakeModel(FakeModel.Drips("书店😀在\n这里"));
        await using var lab = CallLab.For(model);

        Assert.Equal("书店😀在\n这里", (await lab.Call(CallLab.Ask()))["text"].AsText);
    }

    [Fact]
    public async Task A_model_that_stands_still_is_left_after_20_s_and_what_it_said_is_kept()
    {
        await using var model = new FakeModel(FakeModel.Stalls("第一", "第二"));
        await using var lab = CallLab.For(model);
        var call = lab.Begin(CallLab.Ask());
        await lab.Said(call, "第一第二");

        lab.Time.Advance(TimeSpan.FromSeconds(20) - VirtualTime.OneTick);
        Assert.False(lab.IsTold(call));
        lab.Time.Advance(VirtualTime.OneTick);

        var (result, took) = await lab.Ended(call);
        Assert.Equal((false, CallError.Stall, "第一第二", TimeSpan.FromSeconds(20)), (result["ok"].AsBool, result["error"].AsText, result["text"].AsText, took));
        await model.AllEnded();
    }

    [Fact]
    public async Task A_model_that_goes_on_speaking_does_not_stand_still_but_has_a_deadline()
    {
        var signals = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        await using var model = new FakeModel(FakeModel.Says(signals.Select((signal, i) => ((Task)signal.Task, $"{i}"))));
        await using var lab = CallLab.For(model);
        var call = lab.Begin(CallLab.Ask());
        for (var i = 0; i < 3; i++)
        {
            signals[i].SetResult();
            await lab.Said(call, "012"[..(i + 1)]);
            lab.Time.Advance(TimeSpan.FromSeconds(19));
        }
        signals[3].SetResult();
        await lab.Said(call, "0123");

        lab.Time.Advance(TimeSpan.FromSeconds(3) - VirtualTime.OneTick);
        Assert.False(lab.IsTold(call));
        lab.Time.Advance(VirtualTime.OneTick);

        var (result, took) = await lab.Ended(call);
        Assert.Equal((CallError.Timeout, "0123", TimeSpan.FromSeconds(60)), (result["error"].AsText, result["text"].AsText, took));
        signals[4].SetResult();
    }

    [Fact]
    public async Task A_model_that_does_not_begin_has_the_whole_deadline()
    {
        await using var model = new FakeModel(FakeModel.Silent());
        await using var lab = CallLab.For(model, change: of => of with { Timeout = TimeSpan.FromSeconds(90) });
        var call = lab.Begin(CallLab.Ask());
        var hasty = lab.Begin(CallLab.Ask(deadline: TimeSpan.FromSeconds(4)));
        await model.Asked();
        await model.Asked();

        lab.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(4), (await lab.Ended(hasty)).Took);
        lab.Time.Advance(TimeSpan.FromSeconds(86) - VirtualTime.OneTick);
        Assert.False(lab.IsTold(call));
        lab.Time.Advance(VirtualTime.OneTick);

        Assert.Equal((CallError.Timeout, TimeSpan.FromSeconds(90)), ((await lab.Result(call))["error"].AsText, lab.Runner.Deadlines.Of(CallLab.Ask())));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_refusal_has_its_status_and_is_not_asked_again(int status)
    {
        await using var model = new FakeModel(FakeModel.Error(status));
        await using var lab = CallLab.For(model);

        var result = await lab.Fails(CallError.Status, CallLab.Ask());

        Assert.Equal((status, ""), ((int)result["status"].AsNumber!, result["text"].AsText));
        Assert.Single(model.Questions);
    }

    [Fact]
    public async Task A_redirect_to_a_private_address_is_not_followed()
    {
        await using var inside = RawServer.Answering("secret");
        await using var model = new FakeModel(FakeModel.Redirects(inside.Root.AbsoluteUri));
        await using var lab = CallLab.For(model);

        Assert.Equal(302, (await lab.Fails(CallError.Redirect, CallLab.Ask()))["status"].AsNumber);
        Assert.Equal(0, inside.Connections);
    }

    [Theory]
    [InlineData("半句", true)]
    [InlineData("", false)]
    public async Task What_was_said_before_the_connection_broke_is_kept(string said, bool any)
    {
        await using var model = new FakeModel(any ? FakeModel.ClosesEarly(said) : FakeModel.ClosesEarly());
        await using var lab = CallLab.For(model);

        var result = await lab.Fails(CallError.Broken, CallLab.Ask());

        Assert.Equal((said, true), (result["text"].AsText, result["finish"].IsNull));
    }

    [Fact]
    public async Task An_error_within_the_stream_ends_it()
    {
        await using var model = new FakeModel(FakeModel.BreaksWithError("半句"), FakeModel.Streams(FakeModel.Event("一"), "event: error\ndata: overloaded\n\n", FakeModel.Event("二")), FakeModel.Answers("""{"error":{"message":"no"}}"""));
        await using var lab = CallLab.For(model);

        Assert.Equal("半句", (await lab.Fails(CallError.Model, CallLab.Ask()))["text"].AsText);
        Assert.Equal("一", (await lab.Fails(CallError.Model, CallLab.Ask()))["text"].AsText);
        Assert.Equal("", (await lab.Fails(CallError.Model, CallLab.Ask()))["text"].AsText);
    }

    [Theory]
    [InlineData("{\"choices\": [", "application/json", CallError.BadJson)]
    [InlineData("{}", "application/json", CallError.BadJson)]
    [InlineData("[]", "application/json", CallError.BadJson)]
    [InlineData("{\"choices\": 7}", "application/json", CallError.BadJson)]
    [InlineData("{\"choices\": [7]}", "application/json", CallError.BadJson)]
    [InlineData("{\"choices\": [{\"message\": {\"content\": null}}]}", "application/json", CallError.Empty)]
    [InlineData("<html>busy</html>", "text/html", CallError.BadJson)]
    [InlineData("", "text/event-stream", CallError.BadJson)]
    [InlineData(": nothing\n\n", "text/event-stream", CallError.BadJson)]
    [InlineData("data: {\n\n", "text/event-stream", CallError.BadJson)]
    [InlineData("data: 7\n\n", "text/event-stream", CallError.BadJson)]
    [InlineData("data: [DONE]\n\n", "text/event-stream", CallError.Empty)]
    public async Task Nonsense_is_an_error(string body, string type, string error)
    {
        await using var model = new FakeModel(FakeModel.Answers(body, type));
        await using var lab = CallLab.For(model);

        Assert.Equal("", (await lab.Fails(error, CallLab.Ask()))["text"].AsText);
    }

    [Theory]
    [InlineData("""{"model":"m","choices":[{"message":{"content":"整个"},"finish_reason":"stop"}]}""", "stop")]
    [InlineData("\n {\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"整\"},{\"type\":\"text\",\"text\":\"个\"}]}}]}", null)]
    [InlineData("\uFEFF{\"choices\":[{\"message\":{\"content\":\"整个\"},\"finish_reason\":\"content_filter\"}]}", "content_filter")]
    public async Task A_server_that_knows_no_streams_is_understood(string body, string? finish)
    {
        await using var model = new FakeModel(FakeModel.Answers(body), FakeModel.Answers(body, "text/event-stream"));
        await using var lab = CallLab.For(model);

        for (var i = 0; i < 2; i++)
        {
            var result = await lab.Call(CallLab.Ask());
            Assert.Equal((true, "整个", finish), (result["ok"].AsBool, result["text"].AsText, result["finish"].AsText));
        }
    }

    [Theory]
    [InlineData(5_000_000)]
    public async Task Five_megabytes_are_not_kept(int bytes)
    {
        await using var model = new FakeModel(FakeModel.SaysBytes(bytes), FakeModel.IsBytesLong(bytes), FakeModel.Streams("data: " + new string('x', bytes)));
        await using var lab = CallLab.For(model);

        var streamed = await lab.Call(CallLab.Ask());
        Assert.Equal((true, "length", ChatAnswer.MostText), (streamed["ok"].AsBool, streamed["finish"].AsText, streamed["text"].AsText!.Length));
        await lab.Fails(CallError.TooLarge, CallLab.Ask());
        await lab.Fails(CallError.TooLarge, CallLab.Ask());
    }

    [Fact]
    public async Task A_text_is_cut_between_characters()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("😀", ChatAnswer.MostText / 4));
        await using var model = new FakeModel(FakeModel.IgnoresStream(text), FakeModel.IgnoresStream(text[1..]));
        await using var lab = CallLab.For(model);

        var cut = await lab.Call(CallLab.Ask());
        Assert.Equal((text[..^2], "length"), (cut["text"].AsText, cut["finish"].AsText));
        var whole = await lab.Call(CallLab.Ask());
        Assert.Equal((text[1..], "stop"), (whole["text"].AsText, whole["finish"].AsText));
    }

    [Fact]
    public async Task A_stream_that_forgets_its_end_is_understood()
    {
        await using var model = new FakeModel(
            FakeModel.Streams(FakeModel.Event("好"), FakeModel.Finish("stop")),
            FakeModel.Streams(FakeModel.Event("好")),
            FakeModel.Streams(FakeModel.Event("好").TrimEnd('\n')),
            async (connection, _) =>
            {
                // Says why it ends, and then neither ends nor goes on.
                await connection.Send($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n{FakeModel.Event("好")}{FakeModel.Finish("stop")}data: {{\"cho");
                await connection.UntilEnded();
            });
        await using var lab = CallLab.For(model);

        for (var i = 0; i < 4; i++)
        {
            var result = await lab.Call(CallLab.Ask());
            Assert.Equal((true, "好"), (result["ok"].AsBool, result["text"].AsText));
        }
    }

    [Fact]
    public async Task A_connection_that_just_ends_may_have_lost_the_rest()
    {
        await using var model = new FakeModel(
            Closing(FakeModel.Event("好")), Closing(FakeModel.Event("好") + "data: {\"choices\":[{\"del"), Closing(FakeModel.Event("好") + FakeModel.Done));
        await using var lab = CallLab.For(model);

        Assert.Equal("好", (await lab.Fails(CallError.Broken, CallLab.Ask()))["text"].AsText);
        Assert.Equal("好", (await lab.Fails(CallError.Broken, CallLab.Ask()))["text"].AsText);
        Assert.True((await lab.Call(CallLab.Ask()))["ok"].AsBool);

        static ModelAnswer Closing(string sent) => async (connection, _) =>
        {
            await connection.Send($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n{sent}");
            connection.Dispose();
        };
    }

    [Fact]
    public async Task Signs_of_life_without_end_end()
    {
        await using var model = new FakeModel(async (connection, _) =>
        {
            await connection.Send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            var alive = string.Concat(Enumerable.Repeat(": alive\n", 1000));
            while (true) await connection.Send(alive);
        });
        await using var lab = CallLab.For(model, new CallOptions { MaxBytes = 1024 });

        await lab.Fails(CallError.TooLarge, CallLab.Ask());
    }

    [Fact]
    public async Task A_character_in_two_pieces_is_one()
    {
        await using var model = new FakeModel(FakeModel.Streams(
            """data: {"choices":[{"delta":{"content":"a\ud83d"}}]}""" + "\n\n", """data: {"choices":[{"delta":{"content":"\ude00\t\"b\ude00"}}]}""" + "\n\n",
            """data: {"choices":[{"delta":{"content":"\ud83d"},"finish_reason":"stop"}]}""" + "\n\n"));
        await using var lab = CallLab.For(model);

        Assert.Equal("a😀\t\"b\uFFFD\uFFFD", (await lab.Call(CallLab.Ask()))["text"].AsText);
    }

    [Fact]
    public async Task A_model_that_nobody_configured_is_an_error()
    {
        await using var lab = new CallLab();

        await lab.Fails(CallError.UnknownModel, CallLab.Ask());

        Assert.Equal(1, lab.Runner.Counters.Ended("none", CallError.UnknownModel));
    }

    [Fact]
    public async Task No_result_notice_or_counter_holds_the_key()
    {
        await using var model = new FakeModel(FakeModel.Error(401), FakeModel.Answers("""{"error": {"message": "Incorrect API key sk-7hE-s3cret-0f-the-m0del"}}"""), FakeModel.Error(500));
        await using var lab = CallLab.For(model, new CallOptions { BreakerFailures = 1 });
        var shown = new StringBuilder();

        for (var i = 0; i < 4; i++)
        {
            var result = await lab.Call(CallLab.Ask());
            foreach (var name in result.Names) shown.Append(result[name].AsText);
        }
        lab.Runner.Counters.Write(shown);
        shown.AppendJoin('\n', lab.Notices).Append(new ModelOptions("default", new Uri("http://x/?key=sk-7hE-s3cret"), "m") { Key = new ModelKey(CallLab.Key) }).Append(new ModelKey(CallLab.Key));

        Assert.NotEmpty(lab.Notices);
        Assert.DoesNotContain("s3cret", shown.ToString(), StringComparison.Ordinal);
    }
}
