using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Protocol.Tests.PassiveReplies;

public class PassiveReplyLimitsTests
{
    private static readonly Packet Text = Read("text.xml");
    private static readonly Packet Follow = Read("event-subscribe.xml");
    private static readonly Packet Unfollow = Read("event-unsubscribe.xml");
    private static readonly Packet Device = Read("device-text.xml");

    [Fact]
    public void A_text_of_the_longest_length_passes_and_one_byte_more_is_cut()
    {
        var longest = new TextReply(new string('a', 2047));

        Assert.Equal(new FittedReply(longest, null), PassiveReplyLimits.Fit(longest, Text));
        Assert.Equal(
            new FittedReply(longest, "The text reply was cut from 2048 bytes to 2047 or fewer: 2047 of 2048 characters are left."),
            PassiveReplyLimits.Fit(new TextReply(new string('a', 2048)), Text));
    }

    [Theory]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("🇨🇳")]
    [InlineData("👍🏽")]
    [InlineData("é")]
    [InlineData("你")]
    public void A_text_is_never_cut_inside_a_sequence(string sequence)
    {
        var size = Encoding.UTF8.GetByteCount(sequence);
        var text = string.Concat(Enumerable.Repeat(sequence, 3000 / size));

        var fitted = Assert.IsType<TextReply>(PassiveReplyLimits.Fit(new TextReply(text), Text).Reply).Content;

        Assert.Equal(2047 / size * size, Encoding.UTF8.GetByteCount(fitted));
        Assert.Equal(0, fitted.Length % sequence.Length);
    }

    [Fact]
    public void A_cut_text_is_the_longest_beginning_that_fits() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Gen.Elements("a", "é", "你", "😀", "👨‍👩‍👧‍👦", "🇨🇳", "e\u0301", "\r\n").ListOf(40).Select(pieces => string.Concat(pieces)).ToArbitrary(),
                text =>
                {
                    const int limit = 50;
                    var length = PassiveReplyLimits.FittingLength(text, limit);
                    if (length == text.Length) return Encoding.UTF8.GetByteCount(text) <= limit;
                    var next = StringInfo.GetNextTextElementLength(text, length);
                    return StringInfo.ParseCombiningCharacters(text).Contains(length)
                        && Encoding.UTF8.GetByteCount(text.AsSpan(0, length)) <= limit
                        && Encoding.UTF8.GetByteCount(text.AsSpan(0, length + next)) > limit;
                }));

    [Theory]
    [InlineData("")]
    [InlineData("\0\u0001")]
    public void A_text_of_which_nothing_is_left_is_answered_with_success(string text) =>
        Assert.Equal(
            new FittedReply(null, "The text reply is empty; success is answered instead."), PassiveReplyLimits.Fit(new TextReply(text), Text));

    [Fact]
    public void A_lone_surrogate_is_no_text() =>
        Assert.Null(PassiveReplyLimits.Fit(new TextReply("\uD800"), Text).Reply);

    [Fact]
    public void A_replacement_character_is_text() =>
        Assert.NotNull(PassiveReplyLimits.Fit(new TextReply("\uFFFD"), Text).Reply);

    [Fact]
    public void A_single_sequence_longer_than_the_limit_leaves_nothing()
    {
        var fitted = PassiveReplyLimits.Fit(new TextReply("a" + new string('\u0301', 2000)), Text);

        Assert.Equal(new FittedReply(null, "The text reply has no beginning of at most 2047 bytes; success is answered instead."), fitted);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(9, 1, 8)]
    public void A_message_takes_one_article_and_an_event_eight(int articles, int forMessage, int forEvent)
    {
        var news = new NewsReply([.. Enumerable.Range(0, articles).Select(i => new Article($"{i}", "", "", ""))]);

        Assert.Equal(forMessage, Assert.IsType<NewsReply>(PassiveReplyLimits.Fit(news, Text).Reply).Articles.Length);
        Assert.Equal(forEvent, Assert.IsType<NewsReply>(PassiveReplyLimits.Fit(news, Follow).Reply).Articles.Length);
        Assert.Equal(articles <= forEvent, PassiveReplyLimits.Fit(news, Follow).Note is null);
    }

    [Fact]
    public void News_without_an_article_are_answered_with_success() =>
        Assert.Equal(
            new FittedReply(null, "The news reply has no article; success is answered instead."),
            PassiveReplyLimits.Fit(new NewsReply(ImmutableArray<Article>.Empty), Follow));

    [Fact]
    public void A_packet_that_takes_no_reply_gets_none_and_the_note_says_which() =>
        Assert.Equal(
            new FittedReply(null, "The text reply was dropped: a packet of type event and event unsubscribe takes no passive reply."),
            PassiveReplyLimits.Fit(new TextReply("bye"), Unfollow));

    [Fact]
    public void Only_messages_are_handed_over()
    {
        Assert.NotNull(PassiveReplyLimits.Fit(new TransferReply(), Text).Reply);
        Assert.NotNull(PassiveReplyLimits.Fit(new AiTransferReply(), Text).Reply);
        Assert.Equal(
            "The transfer_customer_service reply was dropped: a packet of type event and event subscribe is no message, and only messages can be handed over.",
            PassiveReplyLimits.Fit(new TransferReply(), Follow).Note);
        Assert.Null(PassiveReplyLimits.Fit(new AiTransferReply(), Follow).Reply);
    }

    [Fact]
    public void Device_replies_and_device_packets_belong_together()
    {
        var device = new DeviceTextReply("t", "d", "c", "1");

        Assert.Equal(new FittedReply(device, null), PassiveReplyLimits.Fit(device, Device));
        Assert.Equal("The device_text reply was dropped: a packet of type text is of no device.", PassiveReplyLimits.Fit(device, Text).Note);
        Assert.Equal(
            "The text reply was dropped: a packet of type device_text takes only a reply of the hardware platform.",
            PassiveReplyLimits.Fit(new TextReply("a"), Device).Note);
    }

    [Fact]
    public void Other_replies_pass_as_they_are() =>
        Assert.Equal(new FittedReply(new ImageReply("m"), null), PassiveReplyLimits.Fit(new ImageReply("m"), Text));

    private static Packet Read(string file) => Expect.Parsed(PacketReader.Read(Samples.Bytes(file))).Packet;
}
