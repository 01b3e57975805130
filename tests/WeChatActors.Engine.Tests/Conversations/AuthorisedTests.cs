using System.Text;
using System.Text.Json;
using WeChatActors.Actors;
using WeChatActors.Engine.Tests.Storage;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

public sealed class AuthorisedTests : SqliteTests
{
    private static readonly Rules.Script Script = Given.Script();

    [Fact]
    public void Authorising_begins_a_conversation_and_is_no_following()
    {
        var step = Step(Conversation.New, Given.Authorised("a1"));

        Assert.Collection(step.Effects,
            effect => Assert.Equal(1, Assert.IsType<Effect.Commit>(effect).Turn.Seq),
            effect => Assert.Null(Assert.IsType<Effect.AnswerCarrier>(effect).Answer.Reply));
        Assert.Equal((1, false, "小明", Given.Noon), (step.Next.Version, step.Next.Subscribed, step.Next.Profile?.Name, step.Next.Since));
        Assert.False(step.Next.SameStateAs(Conversation.New));
    }

    [Fact]
    public void The_same_authorisation_again_has_no_second_turn()
    {
        var first = Step(Conversation.New, Given.Authorised("a1")).Next;
        var again = Step(first, Given.Authorised("a1", "another"), TimeSpan.FromMinutes(15));

        Assert.Same(first, again.Next);
        Assert.DoesNotContain(again.Effects, effect => effect is Effect.Commit);
    }

    [Fact]
    public void A_base_authorisation_erases_nothing_of_a_fuller_one()
    {
        var full = Step(Conversation.New, Given.Authorised("a1")).Next;
        var after = Step(full, Given.Authorised("a2", null, AuthorisationScope.Base, TimeSpan.FromHours(1))).Next;

        Assert.Same(full.Profile, after.Profile);
        Assert.Equal((2, 0), (after.Version, after.Turns));
    }

    [Fact]
    public void A_fuller_authorisation_completes_a_base_one()
    {
        var known = Step(Conversation.New, Given.Authorised("a1", null, AuthorisationScope.Base, TimeSpan.FromHours(1))).Next;
        Assert.Equal((AuthorisationScope.Base, null), (known.Profile!.Scope, known.Profile.Name));
        // Even when it was given before: the other told no name.
        var full = Step(known, Given.Authorised("a2")).Next;

        Assert.Equal((AuthorisationScope.UserInfo, "小明", "uAnn"), (full.Profile!.Scope, full.Profile.Name, full.Profile.UnionId));
    }

    [Fact]
    public void A_name_that_was_told_before_the_known_one_does_not_come_back()
    {
        var known = Step(Conversation.New, Given.Authorised("a1", "新名", later: TimeSpan.FromMinutes(1))).Next;

        Assert.Equal("新名", Step(known, Given.Authorised("a2", "旧名")).Next.Profile!.Name);
        Assert.Equal("最新", Step(known, Given.Authorised("a3", "最新", later: TimeSpan.FromMinutes(2))).Next.Profile!.Name);
    }

    [Fact]
    public void A_UnionID_that_was_told_once_stays()
    {
        var known = Step(Conversation.New, Given.Authorised("a1")).Next;
        var without = new ConversationInput.Authorised("a2", new Profile(null, "小明", "https://p", AuthorisationScope.UserInfo, Given.Noon), Given.Noon);

        Assert.Equal(("uAnn", "https://p"), Told(Step(known, without).Next));
        var bound = new ConversationInput.Authorised("a3", new Profile("uNew", null, null, AuthorisationScope.Base, Given.Noon), Given.Noon);
        Assert.Equal(("uNew", null), Told(Step(known, bound).Next));

        static (string?, string?) Told(Conversation state) => (state.Profile?.UnionId, state.Profile?.Picture);
    }

    [Fact]
    public void The_profile_stays_when_the_person_stops_following()
    {
        var known = Step(Conversation.New, Given.Authorised("a1")).Next;
        var left = Step(known, Given.Delivery(Given.Event("unsubscribe"))).Next;
        Assert.Same(known.Profile, left.Profile);
    }

    [Fact]
    public void Rules_read_the_profile_and_their_own_name_is_another()
    {
        var script = Given.Script("""
            version: 1
            rules:
              - {id: call, regex: '^call me (?<n>\w+)$', do: [{set: {name: "{{ m.n }}"}}, {reply: ok}]}
              - {id: who, default: true, reply: "{{ user.name ?? '-' }} {{ user.profile.name ?? '-' }} {{ user.profile.union_id ?? '-' }} {{ user.profile.picture ?? '-' }}"}
            """);
        var state = Conversation.New;
        Assert.Equal("- - - -", Say("who", 1));
        state = Conversation.Step(state, Given.Authorised("a1"), Given.Context(script, Given.Noon, 1)).Next;
        Assert.Equal("- 小明 uAnn -", Say("who", 2));
        Say("call me Bob", 3);
        Assert.Equal("Bob 小明 uAnn -", Say("who", 4));

        string Say(string text, long id)
        {
            var step = Conversation.Step(state, Given.Delivery(Given.Text(text, id)), Given.Context(script, Given.Noon, 1));
            state = step.Next;
            return Assert.IsType<TextReply>(step.Effects.OfType<Effect.AnswerCarrier>().Single().Answer.Reply).Content;
        }
    }

    [Fact]
    public async Task A_profile_comes_back_from_the_disk_as_it_was_told_and_a_person_can_read_it()
    {
        var profile = new Profile("uAnn", "小\"明\u0001🍵", "https://p.example/a?b=1", AuthorisationScope.UserInfo, Given.Noon + TimeSpan.FromTicks(1));
        var authorised = new ConversationInput.Authorised("a1", profile, Given.Noon - TimeSpan.FromMilliseconds(2));
        Conversation kept;
        await using (var store = Open())
        {
            var step = Step(Conversation.New, authorised);
            kept = step.Next;
            Assert.Equal(CommitResult.Committed, await store.Commit(Given.Id(), step.Effects.OfType<Effect.Commit>().Single().Turn, kept, true));
            AssertSame(kept, await store.Load(Given.Id(), Given.Noon));
            kept = await Say(store, Given.Id(), kept, "same", 1);
            var turns = await store.Transcript(Given.Id(), 10);
            using var turn = JsonDocument.Parse(turns[1].Json);
            Assert.Equal(("authorised", "userinfo", 2), (turn.RootElement.GetProperty("type").GetString(), turn.RootElement.GetProperty("scope").GetString(), turn.RootElement.GetProperty("elapsed_ms").GetInt32()));
            Assert.DoesNotContain("rule", Encoding.UTF8.GetString(turns[1].Json.Span), StringComparison.Ordinal);
        }
        await using var again = Open();
        var loaded = await again.Load(Given.Id(), Given.Noon);
        AssertSame(kept, loaded);
        Assert.Empty(Step(loaded, authorised).Effects.OfType<Effect.Commit>());
        Assert.Contains("""
            "profile":{"scope":"userinfo","union_id":"uAnn","name":"小
            """.Trim(), Query("SELECT state FROM conversation"), StringComparison.Ordinal);
        Assert.Equal("auth:a1", Query("SELECT packet FROM turn WHERE seq = 1"));
    }

    [Fact]
    public void State_that_was_stored_before_there_were_profiles_is_read()
    {
        var state = StateJson.Read("""{"subscribed":true,"since":"2026-03-02T12:00:00+00:00","user":{"name":"小明"}}"""u8.ToArray());
        Assert.Null(state.Profile);
        Assert.True(state.Subscribed);
    }

    [Fact]
    public async Task The_host_returns_when_it_is_on_disk_also_for_many_at_once()
    {
        await using var store = Open();
        await using var host = new ConversationHost([Given.Account()], store, new ActorOptions(), TimeProvider.System, (_, error) => Assert.Fail(error.ToString()));
        var account = host.Accounts["demo"];
        var asked = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
            await host.Authorise(account, new OpenId("oAnn"), $"a{i % 10}", Given.Authorised("x").Profile, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(30)))));

        Assert.All(asked, result => Assert.Equal(AskOutcome.Replied, result.Outcome));
        var loaded = await store.Load(Given.Id(), DateTimeOffset.UtcNow);
        Assert.Equal((10, "小明"), (loaded.Version, loaded.Profile?.Name));
    }

    private static StepResult Step(Conversation state, ConversationInput input, TimeSpan later = default) =>
        Conversation.Step(state, input, Given.Context(Script, Given.Noon + later, 1));
}
