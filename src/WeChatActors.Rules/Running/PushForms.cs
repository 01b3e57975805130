using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>What a passive reply looks like as customer-service messages, when it cannot be written to a carrier.</summary>
public static class PushForms
{
    /// <summary>The messages that say the same, in order.</summary>
    /// <param name="reply">The reply.</param>
    /// <returns>One message; one for each article of news, because the platform takes one; none for a hand-over, for what a device
    /// understands, and for music without an address, which have no such form.</returns>
    public static ImmutableArray<CustomerMessage> Of(PassiveReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return reply switch
        {
            TextReply text => [new TextPush(text.Content)],
            ImageReply image => [new ImagePush(image.MediaId)],
            VoiceReply voice => [new VoicePush(voice.MediaId)],
            VideoReply video => [new VideoPush(video.MediaId, null, video.Title, video.Description)],
            MusicReply music when (music.MusicUrl ?? music.HqMusicUrl) is { } url =>
                [new MusicPush(url, music.HqMusicUrl, music.ThumbMediaId, music.Title, music.Description)],
            NewsReply news => Articles(news),
            _ => [],
        };
    }

    private static ImmutableArray<CustomerMessage> Articles(NewsReply news)
    {
        if (news.Articles.IsDefaultOrEmpty) return [];
        var messages = ImmutableArray.CreateBuilder<CustomerMessage>(news.Articles.Length);
        foreach (var article in news.Articles) messages.Add(new NewsPush(article));
        return messages.MoveToImmutable();
    }
}
