using WeChatActors.Protocol;
using static WeChatActors.Engine.Tests.Sending;

namespace WeChatActors.Engine.Tests;

/// <summary>Typing, tags, remarks and notices.</summary>
public sealed class FollowerCallsTests
{
    private const string Ok = """{"errcode":0,"errmsg":"ok"}""";
    private const string Lead = """{"tags":[{"id":2,"name":"星标组","count":0},{"id":108,"name":"lead","count":3}]}""";

    [Theory]
    [InlineData(0)]
    [InlineData(45080)]
    [InlineData(45081)]
    public async Task Typing_that_shows_already_or_cannot_show_is_no_failure(int errcode)
    {
        await using var sending = new Sending();
        sending.Platform.On(CustomerMessageJson.TypingPath, $"{{\"errcode\":{errcode},\"errmsg\":\"?\"}}");

        sending.Owe(Entry(1, new OutboxItem.Typing(true)));

        Assert.Equal(OutboxState.Sent, (await sending.OutcomeOf(Entry(1), TimeSpan.Zero)).State);
    }

    [Fact]
    public async Task Typing_is_left_out_when_what_it_announces_stands_behind_it()
    {
        await using var sending = new Sending();
        sending.Platform.On(Send, Ok);

        sending.Owe(Entry(1, new OutboxItem.Typing(true)), Entry(2));
        await sending.WhenEnded(2);

        Assert.Equal([OutboxState.Expired, OutboxState.Sent], sending.Log.Select(ended => ended.Outcome.State));
        Assert.Empty(sending.Platform.CallsOf(CustomerMessageJson.TypingPath));
    }

    [Fact]
    public async Task Typing_under_way_is_cut_short_by_the_message()
    {
        await using var sending = new Sending();
        sending.Platform.On(CustomerMessageJson.TypingPath, ScriptedPlatform.Silent()).On(Send, Ok);
        sending.Owe(Entry(1, new OutboxItem.Typing(true)));
        await sending.Until(() => sending.Platform.CallsOf(CustomerMessageJson.TypingPath).Count == 1, TimeSpan.Zero);

        sending.Owe(Entry(2));
        await sending.WhenEnded(2);

        Assert.Equal([OutboxState.Expired, OutboxState.Sent], sending.Log.Select(ended => ended.Outcome.State));
        Assert.Equal(Given.Noon, sending.Time.GetUtcNow());
    }

    [Theory]
    [InlineData("""{"errcode":45009,"errmsg":"reach max api daily quota limit"}""")]
    [InlineData("""{"errcode":-1,"errmsg":"system error"}""")]
    public async Task Typing_that_WeChat_does_not_take_now_is_not_tried_again(string answer)
    {
        await using var sending = new Sending();
        sending.Platform.On(CustomerMessageJson.TypingPath, answer).On(Send, Ok);
        sending.Owe(Entry(1, new OutboxItem.Typing(true)));
        await sending.OutcomeOf(Entry(1));
        var before = sending.Time.GetUtcNow();

        sending.Owe(Entry(2));
        await sending.WhenEnded(2);

        Assert.Equal(before, sending.Time.GetUtcNow());
        Assert.Equal(OutboxState.Sent, sending.Log[1].Outcome.State);
    }

    [Fact]
    public async Task A_tag_is_found_by_its_name_once_and_given()
    {
        await using var sending = new Sending();
        sending.Platform.On(FollowerJson.TagsPath, Lead).On(FollowerJson.TaggingPath, Ok).On(FollowerJson.UntaggingPath, Ok);

        sending.Owe(Entry(1, new OutboxItem.Tag("lead", true)), Entry(2, new OutboxItem.Tag("lead", false)), Entry(3, new OutboxItem.Tag("nobody has it", false)));
        await sending.WhenEnded(3);

        Assert.All(sending.Log, ended => Assert.Equal(OutboxState.Sent, ended.Outcome.State));
        Assert.Single(sending.Platform.CallsOf(FollowerJson.TagsPath));
        Assert.Equal("""{"openid_list":["oAnn"],"tagid":108}""", Assert.Single(sending.Platform.CallsOf(FollowerJson.TaggingPath)).Body);
        Assert.Equal("""{"openid_list":["oAnn"],"tagid":108}""", Assert.Single(sending.Platform.CallsOf(FollowerJson.UntaggingPath)).Body);
    }

    [Fact]
    public async Task A_tag_that_is_missing_is_made_once_for_all_who_get_it()
    {
        await using var sending = new Sending();
        sending.Platform.On(FollowerJson.TagsPath, """{"tags":[]}""").On(FollowerJson.CreateTagPath, """{"tag":{"id":120,"name":"新客"}}""").On(FollowerJson.TaggingPath, Ok);

        sending.Owe([.. Enumerable.Range(0, 10).Select(i => Entry(1, new OutboxItem.Tag("新客", true), $"o{i}"))]);
        await sending.WhenEnded(10);

        Assert.Equal("""{"tag":{"name":"新客"}}""", Assert.Single(sending.Platform.CallsOf(FollowerJson.CreateTagPath)).Body);
        Assert.Equal(10, sending.Platform.CallsOf(FollowerJson.TaggingPath).Count);
    }

    [Fact]
    public async Task A_tag_that_somebody_else_made_meanwhile_is_used()
    {
        await using var sending = new Sending();
        sending.Platform.On(FollowerJson.TagsPath, """{"tags":[]}""", Lead).On(FollowerJson.CreateTagPath, """{"errcode":45157,"errmsg":"invalid tag name"}""").On(FollowerJson.TaggingPath, Ok);

        sending.Owe(Entry(1, new OutboxItem.Tag("lead", true)));

        Assert.Equal(OutboxState.Sent, (await sending.OutcomeOf(Entry(1), TimeSpan.Zero)).State);
    }

    [Fact]
    public async Task A_tag_that_was_deleted_at_the_platform_is_made_anew()
    {
        await using var sending = new Sending();
        sending.Platform.On(FollowerJson.TagsPath, Lead, """{"tags":[]}""").On(FollowerJson.CreateTagPath, """{"tag":{"id":121,"name":"lead"}}""")
            .On(FollowerJson.TaggingPath, """{"errcode":45159,"errmsg":"invalid tag id"}""", Ok);
        sending.Outbox.Start();

        sending.Owe(Entry(1, new OutboxItem.Tag("lead", true)));

        Assert.Equal(OutboxState.Sent, (await sending.OutcomeOf(Entry(1))).State);
        Assert.Equal("""{"openid_list":["oAnn"],"tagid":121}""", sending.Platform.CallsOf(FollowerJson.TaggingPath)[^1].Body);
    }

    [Theory]
    [InlineData(45056)]
    [InlineData(45158)]
    [InlineData(45157)]
    public async Task A_tag_that_cannot_be_made_is_refused_with_the_remedy(int errcode)
    {
        await using var sending = new Sending();
        sending.Platform.On(FollowerJson.TagsPath, """{"tags":[]}""").On(FollowerJson.CreateTagPath, $"{{\"errcode\":{errcode},\"errmsg\":\"?\"}}");

        sending.Owe(Entry(1, new OutboxItem.Tag("x", true)));
        var outcome = await sending.OutcomeOf(Entry(1), TimeSpan.Zero);

        Assert.Equal((OutboxState.Refused, errcode), (outcome.State, outcome.Errcode));
        Assert.NotNull(outcome.Why);
    }

    [Fact]
    public async Task What_may_be_done_twice_is_done_again_when_its_answer_is_lost()
    {
        await using var sending = new Sending();
        sending.Platform.On(FollowerJson.RemarkPath, [.. Enumerable.Repeat(ScriptedPlatform.Reset(), 6), ScriptedPlatform.Json(Ok)]);
        sending.Outbox.Start();

        sending.Owe(Entry(1, new OutboxItem.Remark("老顾客")));

        Assert.Equal(OutboxState.Sent, (await sending.OutcomeOf(Entry(1))).State);
        Assert.All(sending.Platform.CallsOf(FollowerJson.RemarkPath), call => Assert.Equal("""{"openid":"oAnn","remark":"老顾客"}""", call.Body));
    }

    [Fact]
    public async Task A_template_message_is_repeated_under_the_same_id_and_a_subscription_notice_is_not()
    {
        await using var sending = new Sending();
        sending.Platform.On(NoticeJson.TemplatePath, [.. Enumerable.Repeat(ScriptedPlatform.Reset(), 5), ScriptedPlatform.Json("""{"errcode":0,"errmsg":"ok","msgid":7}""")])
            .On(NoticeJson.SubscribePath, ScriptedPlatform.Reset(), ScriptedPlatform.Json(Ok)).On(NoticeJson.OncePath, Ok);
        sending.Outbox.Start();
        var (template, subscribe, once) = (Notice(1, NoticeKind.Template), Notice(2, NoticeKind.Subscribe), Notice(3, NoticeKind.Once));

        sending.Owe(template, subscribe, once);
        await sending.OutcomeOf(once);

        Assert.Equal([OutboxState.Sent, OutboxState.Unknown, OutboxState.Sent], sending.Log.Select(ended => ended.Outcome.State));
        Assert.Equal("7", sending.Log[0].Outcome.MsgId);
        Assert.Single(sending.Platform.CallsOf(NoticeJson.TemplatePath).Select(call => call.Body).Distinct());
        Assert.Equal(["""{"touser":"oAnn","template_id":"T"}"""], sending.Platform.CallsOf(NoticeJson.SubscribePath).Select(call => call.Body));
    }

    [Fact]
    public async Task A_notice_that_is_none_is_refused_and_not_sent()
    {
        await using var sending = new Sending();

        sending.Owe(Entry(1, new OutboxItem.Notice(NoticeKind.Once, """{"touser":"oBob"}""")));
        var outcome = await sending.OutcomeOf(Entry(1), TimeSpan.Zero);

        Assert.Equal((OutboxState.Refused, "The notice names a touser; leave it out: it goes to the conversation's follower."), (outcome.State, outcome.Why));
        Assert.Empty(sending.Platform.Calls);
    }

    private static OutboxEntry Notice(long id, NoticeKind kind) => Entry(id, new OutboxItem.Notice(kind, """{"template_id":"T"}"""));
}
