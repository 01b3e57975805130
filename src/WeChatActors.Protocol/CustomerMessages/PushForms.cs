using System.Collections.Immutable;

namespace WeChatActors.Protocol;

/// <summary>The same content as a passive reply and as customer-service messages.</summary>
public static class PushForms
{
    /// <summary>A reply as messages that can be pushed: several articles become several messages.</summary>
    /// <param name="reply">The reply.</param>
    /// <returns>The messages in order; empty for what has no other form: a hand-over, what a device understands, music without an address.</returns>
    public static ImmutableArray<CustomerMessage> Of(PassiveReply reply) => reply switch
    {
        TextReply text => [new TextPush(text.Content)],
        ImageReply image => [new ImagePush(image.MediaId)],
        VoiceReply voice => [new VoicePush(voice.MediaId)],
        VideoReply video => [new VideoPush(video.MediaId, null, video.Title, video.Description)],
        MusicReply music when (music.MusicUrl ?? music.HqMusicUrl) is { } url => [new MusicPush(url, music.HqMusicUrl, music.ThumbMediaId, music.Title, music.Description)],
        NewsReply news => news.Articles.IsDefaultOrEmpty ? [] : [.. news.Articles.Select(article => new NewsPush(article))],
        _ => [],
    };

    /// <summary>A message as a reply; null for what has no such form, such as a menu message.</summary>
    /// <param name="message">The message.</param>
    public static PassiveReply? Back(CustomerMessage message) => message switch
    {
        TextPush text => new TextReply(text.Content),
        ImagePush image => new ImageReply(image.Media),
        VoicePush voice => new VoiceReply(voice.Media),
        VideoPush video => new VideoReply(video.Media, video.Title, video.Description),
        MusicPush music => new MusicReply(music.Thumb, music.Title, music.Description, music.Url, music.HqUrl),
        NewsPush news => new NewsReply([news.Article]),
        _ => null,
    };
}
