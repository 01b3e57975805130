using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Server.Tests.Answers;

public sealed class AnswerStreamTests : IAsyncLifetime
{
    private AnswerStage _stage = null!;

    public Task InitializeAsync()
    {
        _stage = AnswerStage.Make();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task A_text_is_shown_as_it_grows_and_then_whole_and_the_conversation_hears_of_it()
    {
        (_stage.State, _stage.Text) = (Running(), new StreamedText());
        _stage.Open();

        Assert.Equal("正在想……", await _stage.NextOf("state"));
        _stage.Text.Append("先说第一点");
        Assert.Equal("先说第一点", await _stage.NextOf("text"));
        _stage.Text.Append("，再说\n第二点 <b>&\"'</b>");
        Assert.Equal("，再说\n第二点 <b>&\"'</b>", await _stage.NextOf("text"));
        _stage.Text.End();
        _stage.State = Parked(new TextReply("先说第一点，再说第二点。"));

        Assert.Equal("先说第一点，再说第二点。", await _stage.NextOf("answer"));
        Assert.Equal("回答完了", await _stage.NextOf("end"));
        await _stage.Running;
        Assert.Equal([7], _stage.ShownNow);
    }

    [Fact]
    public async Task A_character_that_came_in_halves_is_shown_whole()
    {
        (_stage.State, _stage.Text) = (Running(), new StreamedText());
        _stage.Open();
        await _stage.NextOf("state");

        _stage.Text.Append("笑\ud83d");
        Assert.Equal("笑", await _stage.NextOf("text"));
        _stage.Text.Append("\ude00");

        Assert.Equal("😀", await _stage.NextOf("text"));
    }

    [Fact]
    public async Task The_text_of_a_second_call_takes_the_place_of_the_first()
    {
        (_stage.State, _stage.Text) = (Running(), new StreamedText());
        _stage.Text.Append("一");
        _stage.Open();
        await _stage.NextOf("state");
        Assert.Equal("一", await _stage.NextOf("text"));

        var second = new StreamedText();
        second.Append("二");
        _stage.Text = second;

        await _stage.NextOf("clear");
        Assert.Equal("二", await _stage.NextOf("text"));
    }

    [Fact]
    public async Task An_answer_that_another_process_makes_is_found_when_it_is_there()
    {
        _stage.State = Running();
        _stage.Open();
        await _stage.NextOf("state");

        _stage.State = Parked(new TextReply("好了"));

        Assert.Equal("好了", await _stage.NextOf("answer"));
    }

    [Fact]
    public async Task A_question_that_waits_its_turn_says_how_many_come_first()
    {
        var packet = Question(7);
        _stage.State = Running(5) with { Queue = [Question(6), packet] };
        _stage.Open();

        Assert.Equal("前面还有 2 个问题……", await _stage.NextOf("state"));
        _stage.State = Running(6) with { Queue = [packet] };
        Assert.Equal("前面还有 1 个问题……", await _stage.NextOf("state"));
        _stage.State = Conversation.New with { Version = 8, Unclaimed = [packet with { Ready = new TextReply("好了") }] };
        Assert.Equal("马上就好……", await _stage.NextOf("state"));
    }

    [Fact]
    public async Task A_reload_shows_once_more_what_was_shown_and_tells_nobody()
    {
        _stage.Given = new TextReply("好了");
        _stage.Open();

        Assert.Equal("好了", await _stage.NextOf("answer"));
        Assert.Equal("回答完了", await _stage.NextOf("end"));
        await _stage.Running;
        Assert.Empty(_stage.ShownNow);
    }

    [Fact]
    public async Task An_answer_that_nothing_is_known_of_ends_with_what_to_do()
    {
        _stage.Open();

        Assert.Equal("这个回答已经不在了，请回到公众号再问一次", await _stage.NextOf("end"));
    }

    [Fact]
    public async Task Media_stay_in_the_chat_and_wait_there()
    {
        _stage.State = Parked(new ImageReply("media-1"));
        _stage.Open();

        Assert.Equal("这个回答不是文字，请回到公众号回复 1 查看", await _stage.NextOf("end"));
        await _stage.Running;
        Assert.Empty(_stage.ShownNow);
    }

    [Fact]
    public async Task Links_stand_below_their_words()
    {
        _stage.State = Parked(new TextReply("看<a href=\"https://shop.example/a?b=1&c=2\">这里</a>和<a href='javascript:alert(1)'>那里</a>"));
        _stage.Open();

        var (name, data) = await _stage.Next();

        Assert.Equal("answer", name);
        Assert.Equal("看这里和那里", data.GetProperty("text").GetString());
        Assert.Equal(["https://shop.example/a?b=1&c=2", "javascript:alert(1)"], data.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("url").GetString()));
    }

    [Fact]
    public async Task A_silent_model_is_heard_of_every_fifteen_seconds()
    {
        (_stage.State, _stage.Text) = (Running(), new StreamedText());
        _stage.Open();
        await _stage.NextOf("state");

        Assert.Equal("", (await _stage.Next(beats: true)).Name);
        Assert.Equal("", (await _stage.Next(beats: true)).Name);
        Assert.True(_stage.Time.GetUtcNow() - DateTimeOffset.UnixEpoch >= 2 * AnswerStream.Beat);
    }

    [Fact]
    public async Task Nobody_is_served_longer_than_ten_minutes()
    {
        _stage.State = Running();
        _stage.Open();
        await _stage.NextOf("state");

        Assert.Equal("还没有好，请稍后刷新", await _stage.NextOf("end"));
        await _stage.Running;
        Assert.Equal(AnswerStream.Longest, _stage.Time.GetUtcNow() - DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task A_reader_who_leaves_is_let_go_at_once()
    {
        (_stage.State, _stage.Text) = (Running(), new StreamedText());
        _stage.Open();
        await _stage.NextOf("state");
        await _stage.Time.WhenArmed(1);

        await _stage.Leave();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _stage.Running);
        Assert.Equal(0, _stage.Time.Armed);
    }

    private static OpenPacket Question(long seq) =>
        new(((PacketResult.Parsed)PacketReader.Read(System.Text.Encoding.UTF8.GetBytes(PacketXml.Text("oAnn", "为什么", seq)))).Packet, default, seq, DateTimeOffset.UnixEpoch);

    private static Conversation Running(long seq = 7) => Conversation.New with
    {
        Version = seq,
        Running = new RunningTurn(seq, null, null, DateTimeOffset.UnixEpoch, 1, "hash", new UserView(ImmutableDictionary<string, Value>.Empty, 0, null, true), default)
        {
            Packet = Question(seq), Call = new LlmOrder("rules.yaml:1", "default", null, "为什么", 0, null), CallId = new CallId(seq, 0, 1),
            CallDue = DateTimeOffset.UnixEpoch.AddMinutes(1), Node = "n",
        },
    };

    private static Conversation Parked(PassiveReply reply) =>
        Conversation.New with { Version = 8, Parked = [new ParkedAnswer(7, "为什么", reply, DateTimeOffset.UnixEpoch)] };
}
