using System.Net;
using System.Security;
using System.Text;
using WeChatActors.Rules;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>Takes secret texts out of answers: out of the values that people read, never out of names, numbers and markup.</summary>
internal static class SecretTexts
{
    private const string CDataStart = "<![CDATA[", CDataEnd = "]]>";

    /// <summary>Elements that hold ids, numbers and words of the platform.</summary>
    private static readonly HashSet<string> Formal = new(StringComparer.Ordinal) { "ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "FuncFlag", "ArticleCount" };

    /// <summary>An answer without the texts.</summary>
    /// <param name="answer">The body: XML, or anything else, which is all text.</param>
    /// <param name="secrets">The texts.</param>
    public static byte[] TakeOut(ReadOnlySpan<byte> answer, IReadOnlyList<string> secrets)
    {
        var text = Encoding.UTF8.GetString(answer);
        // Where elements cannot be told from text, nothing is spared.
        return Encoding.UTF8.GetBytes(ReplyElements.TryRead(answer, out _, out _) ? OutOfXml(text, secrets) : OutOf(text, secrets));
    }

    private static string OutOf(string text, IReadOnlyList<string> secrets)
    {
        foreach (var secret in secrets)
            if (secret.Length > 0) text = text.Replace(secret, OpenDialog.Hidden, StringComparison.Ordinal);
        return text;
    }

    private static string OutOfXml(string xml, IReadOnlyList<string> secrets)
    {
        var (clean, element) = (new StringBuilder(xml.Length), "");
        for (var at = 0; at < xml.Length;)
        {
            if (xml[at] == '<' && !IsAt(xml, at, CDataStart))
            {
                var end = EndOfMarkup(xml, at);
                if (at + 1 < xml.Length && char.IsAsciiLetter(xml[at + 1])) element = xml[(at + 1)..end].Split([' ', '\t', '\r', '\n', '/', '>'], 2)[0];
                clean.Append(xml, at, end - at);
                at = end;
                continue;
            }
            var from = at;
            var value = Value(xml, ref at);
            if (Formal.Contains(element) || string.IsNullOrWhiteSpace(value) || OutOf(value, secrets) is var left && left == value) clean.Append(xml, from, at - from);
            else if (xml.AsSpan(from, at - from).Contains(CDataStart, StringComparison.Ordinal)) clean.Append(CDataStart).Append(left.Replace(CDataEnd, "]]]]><![CDATA[>", StringComparison.Ordinal)).Append(CDataEnd);
            else clean.Append(SecurityElement.Escape(left));
        }
        return clean.ToString();
    }

    private static int EndOfMarkup(string xml, int at)
    {
        var closing = IsAt(xml, at, "<!--") ? "-->" : ">";
        var end = xml.IndexOf(closing, at, StringComparison.Ordinal);
        return end < 0 ? xml.Length : end + closing.Length;
    }

    /// <summary>The text up to the next markup, decoded: a secret may stand across the border of two sections.</summary>
    private static string Value(string xml, ref int at)
    {
        var value = new StringBuilder();
        while (at < xml.Length)
        {
            if (IsAt(xml, at, CDataStart))
            {
                var start = at + CDataStart.Length;
                var end = xml.IndexOf(CDataEnd, start, StringComparison.Ordinal);
                if (end < 0) end = xml.Length;
                value.Append(xml, start, end - start);
                at = Math.Min(xml.Length, end + CDataEnd.Length);
            }
            else if (xml[at] == '<')
            {
                break;
            }
            else
            {
                var end = xml.IndexOf('<', at);
                if (end < 0) end = xml.Length;
                value.Append(WebUtility.HtmlDecode(xml[at..end]));
                at = end;
            }
        }
        return value.ToString();
    }

    private static bool IsAt(string xml, int at, string what) => string.CompareOrdinal(xml, at, what, 0, what.Length) == 0;
}
