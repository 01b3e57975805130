using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Replies;

public class PushFormTests
{
    public static TheoryData<PassiveReply, CustomerMessage[]> Forms => new()
    {
        { new TextReply("你好"), [new TextPush("你好")] },
        { new ImageReply("M"), [new ImagePush("M")] },
        { new VoiceReply("M"), [new VoicePush("M")] },
        { new VideoReply("M", "T", "D"), [new VideoPush("M", null, "T", "D")] },
        { new MusicReply("M", "T", "D", "U", "H"), [new MusicPush("U", "H", "M", "T", "D")] },
        { new MusicReply(null, HqMusicUrl: "H"), [new MusicPush("H", "H", null, null, null)] },
        { new MusicReply("M", "T"), [] },
        { new NewsReply([new("a", "", "", "1"), new("b", "", "", "2")]), [new NewsPush(new("a", "", "", "1")), new NewsPush(new("b", "", "", "2"))] },
        { new NewsReply([]), [] },
        { new TransferReply("kf1@demo"), [] },
        { new AiTransferReply(), [] },
        { new DeviceStatusReply("t", "i", true), [] },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_reply_has_its_messages(PassiveReply reply, CustomerMessage[] messages) => Assert.Equal(messages, PushForms.Of(reply));
}
