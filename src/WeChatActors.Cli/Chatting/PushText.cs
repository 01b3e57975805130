using WeChatActors.Protocol;

namespace WeChatActors.Cli;

/// <summary>A pushed message as lines.</summary>
internal static class PushText
{
    /// <summary>As the reply of the same content would be shown, with <c>»</c> before each line.</summary>
    public static IEnumerable<string> Lines(CustomerMessage message)
    {
        var from = message.KfAccount is { } staff ? $"» [{staff}] " : "» ";
        foreach (var line in PushForms.Back(message) is { } reply ? ReplyText.Lines(reply) : Others(message)) yield return from + line;
    }

    private static IEnumerable<string> Others(CustomerMessage message)
    {
        switch (message)
        {
            case MenuPush menu:
                if (menu.Head is { } head) yield return ReplyText.OneLine(head);
                foreach (var (id, content) in menu.Entries) yield return $"[{id}] {ReplyText.OneLine(content)}";
                if (menu.Tail is { } tail) yield return ReplyText.OneLine(tail);
                break;
            case MiniProgramPush program:
                yield return $"(mini program {ReplyText.OneLine(program.Title)} · {program.AppId} · {ReplyText.OneLine(program.Page)})";
                break;
            case CardPush card:
                yield return $"(card {card.CardId})";
                break;
            case MpNewsPush news:
                yield return $"(mpnews {news.Media})";
                break;
            case MpArticlePush article:
                yield return $"(article {article.ArticleId})";
                break;
            default:
                yield return $"({message.MsgType})";
                break;
        }
    }
}
