using WeChatActors.Protocol;

namespace WeChatActors.Cli;

/// <summary>A passive reply as lines.</summary>
internal static class ReplyText
{
    /// <summary>A text as it is; the other kinds described; <c>(success: no reply)</c> for none.</summary>
    public static IEnumerable<string> Lines(PassiveReply? reply) => reply switch
    {
        null => ["(success: no reply)"],
        TextReply text => Clean(text.Content).ReplaceLineEndings("\n").Split('\n'),
        NewsReply news => Cards(news),
        ImageReply image => [$"(image {image.MediaId})"],
        VoiceReply voice => [$"(voice {voice.MediaId})"],
        VideoReply video => [Described("video", video.MediaId, video.Title, video.Description)],
        MusicReply music => [Described("music", music.Title, music.Description, music.MusicUrl ?? music.HqMusicUrl, music.ThumbMediaId is { } thumb ? $"thumbnail {thumb}" : null)],
        TransferReply { KfAccount: { } agent } => [$"(transfer: human agent {agent} takes over)"],
        TransferReply => ["(transfer: a human agent takes over)"],
        AiTransferReply => ["(transfer: the account's AI reply takes over)"],
        _ => [$"({reply.MsgType})"],
    };

    private static List<string> Cards(NewsReply news)
    {
        var lines = new List<string>();
        foreach (var article in news.Articles)
        {
            lines.Add((lines.Count == 0 ? "┌ " : "├ ") + OneLine(article.Title));
            if (article.Description.Length > 0) lines.Add("│ " + OneLine(article.Description));
            if (article.PicUrl.Length > 0) lines.Add("│ picture " + OneLine(article.PicUrl));
            lines.Add("│ " + OneLine(article.Url));
        }

        lines[^1] = "└" + lines[^1][1..];
        return lines;
    }

    private static string Described(string kind, params ReadOnlySpan<string?> parts)
    {
        var text = $"({kind}";
        var separator = " ";
        foreach (var part in parts)
        {
            if (string.IsNullOrEmpty(part)) continue;
            text += separator + OneLine(part);
            separator = " · ";
        }

        return text + ")";
    }

    /// <summary>A text on one line, without what a terminal would obey.</summary>
    public static string OneLine(string text) => Clean(text).ReplaceLineEndings(" ");

    // XML cannot carry control characters, so WeChat never shows them; a terminal would obey them.
    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\r' or '\t'));
}
