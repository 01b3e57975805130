namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>Models and systems that answer badly, seen from the phone.</summary>
[Collection(Processes.Name)]
public sealed class ModelTests(Published published)
{
    private const string Fallback = "我现在想不出来";

    /// <summary>What a model does, and what its user sees.</summary>
    /// <param name="Word">The question, and the name of the model.</param>
    /// <param name="Does">What the model does.</param>
    /// <param name="Sees">What its user sees of the answer.</param>
    /// <param name="HasMore">Whether more of the answer waits for him.</param>
    private sealed record Case(string Word, ModelAnswer Does, string Sees, bool HasMore = false);

    [Fact]
    public async Task However_a_model_or_a_system_answers_each_question_has_one_answer_and_the_next_is_answered_as_usual()
    {
        await using var inside = RawServer.Answering("a secret of the network");
        var elsewhere = inside.Address.ToString();
        Case[] models =
        [
            new("says", FakeModel.Says("三泡之后", "最好喝"), "三泡之后最好喝"),
            new("drips", FakeModel.Drips("慢慢说完"), "慢慢说完"),
            new("document", FakeModel.IgnoresStream("不会流式"), "不会流式"),
            new("stalls", FakeModel.Stalls("说到一半"), Fallback),
            new("silent", FakeModel.Silent(), Fallback),
            new("status500", FakeModel.Error(500), Fallback),
            new("status429", FakeModel.Error(429), Fallback),
            new("closes", FakeModel.ClosesEarly("说到一半"), Fallback),
            new("breaks", FakeModel.BreaksWithError("说到一半"), Fallback),
            new("talks", FakeModel.SaysBytes(5_000_000), "看下文", HasMore: true),
            new("book", FakeModel.IsBytesLong(5_000_000), Fallback),
            new("garbage", FakeModel.Answers("{\"choices\":[{"), Fallback),
            new("noise", FakeModel.Streams("data: {\"choices\":[{\n\n", "data: [DONE]\n\n"), Fallback),
            new("page", FakeModel.Answers("<html>502 Bad Gateway</html>", "text/html"), Fallback),
            new("redirects", FakeModel.Redirects(elsewhere), Fallback),
        ];
        // What a rule says of a system is the word for what went wrong.
        Case[] systems =
        [
            new("http-garbage", FakeModel.Answers("{\"state\":"), "没有：bad_json"),
            new("http-long", FakeModel.IsBytesLong(5_000_000), "没有：too_large"),
            new("http-redirects", FakeModel.Redirects(elsewhere), "没有：redirect"),
            new("http-silent", FakeModel.Silent(), "没有：timeout"),
            new("http-closes", (connection, _) => { connection.Dispose(); return Task.CompletedTask; }, "没有：broken"),
            new("http-500", FakeModel.Error(500), "没有：status"),
        ];
        Case[] all = [.. models, .. systems];
        var servers = all.ToDictionary(one => one.Word, one => new FakeModel(one.Does));
        try
        {
            await using var shop = await SlowShop.Open(published, Rules(models, systems, servers, elsewhere), Section(models, systems, servers), "push", "quiet");
            await shop.Invite(all.Length + 1);
            await using var served = await shop.Serve();
            using var desk = new Desk(served);
            shop.LeadTo(served);
            foreach (var account in new[] { "push", "quiet" })
                await Task.WhenAll([.. all.Select((one, number) => Check(desk, shop.Of(account, number + 1), one)), Check(desk, shop.Of(account, all.Length + 1), new Case("inside", FakeModel.Silent(), "没有：host_not_allowed"))]);
            foreach (var one in all.Where(one => one.Word is "stalls" or "silent" or "http-silent")) await servers[one.Word].AllEnded();
            Assert.Empty(inside.Requests);
            Assert.Equal(0, await served.Stop());
        }
        finally
        {
            foreach (var server in servers.Values) await server.DisposeAsync();
        }
    }

    private static async Task Check(Desk desk, Person person, Case one)
    {
        await person.Follow();
        await person.Say(one.Word);
        await person.Gets(one.Sees);
        await person.Say("还在吗");
        Assert.Equal((one.Word, 1, 1), (one.Word, await person.Seen(one.Sees), await person.Seen("你说 还在吗")));
        await desk.AtRest(person, one.HasMore ? 1 : 0);
    }

    private static string Rules(Case[] models, Case[] systems, Dictionary<string, FakeModel> servers, string inside)
    {
        IEnumerable<(string Word, string Address)> called = [.. systems.Select(system => (system.Word, servers[system.Word].Root.ToString())), ("inside", inside)];
        string[] rules =
        [
            .. models.Select(model => $"{{id: {model.Word}, exact: {model.Word}, do: [{{llm: {{model: {model.Word}, deadline: 2s, reply: true, fallback: {Fallback}}}}}]}}"),
            .. called.Select(system => $$$"""{id: {{{system.Word}}}, exact: {{{system.Word}}}, do: [{http: {get: "{{{system.Address}}}", deadline: 2s, into: o}}, {reply: "{{ o.ok ? '好了' : '没有：' + o.error }}"}]}"""),
            """{id: other, type: text, reply: "你说 {{ msg.text }}"}""",
        ];
        return $"version: 1\nrules:\n{string.Concat(rules.Select(rule => $"  - {rule}\n"))}";
    }

    private static string Section(Case[] models, Case[] systems, Dictionary<string, FakeModel> servers) => $$"""
        models:
        {{string.Join('\n', models.Select(model => $"  {model.Word}: {{url: \"{servers[model.Word].Url}\", key: a-key-of-a-model, model: fake-1, stall: 1s}}"))}}
        calls: {allow_hosts: [{{string.Join(", ", systems.Select(system => $"\"{servers[system.Word].Root.Authority}\""))}}]}
        """;
}
