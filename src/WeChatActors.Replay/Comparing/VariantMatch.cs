using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>One reply that a rule may choose, ready to be looked for in answers. Not for several threads.</summary>
internal sealed class VariantMatch
{
    private const int MaxTimeouts = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    private readonly ImmutableArray<PacketField> _parts;
    private readonly List<(string Group, string Expression)> _bound = [];

    // A rule file may have a hundred thousand of them, of which a run meets few.
    private Regex[]? _texts;
    private int _timeouts;

    /// <summary>Makes it from a reply whose texts hold the signs of <see cref="ReplyVariants"/>.</summary>
    public VariantMatch(PassiveReply? reply) => _parts = Parts(reply);

    /// <summary>How many letters of its own it has, by which it is told from others.</summary>
    public int Letters => _parts.Where(part => part.Path != "MsgType").Sum(part => Own(part.Value));

    /// <summary>What stands at the expressions that neither chance nor time changes, when the answer is this reply.</summary>
    /// <returns>The texts by expression; null when the answer is another reply.</returns>
    public Dictionary<string, string>? Match(ReadAnswer answer)
    {
        if (answer.Raw is not null || answer.Parts.Length != _parts.Length || _timeouts >= MaxTimeouts) return null;
        _texts ??= [.. _parts.Select(part => new Regex(Pattern(part.Value), RegexOptions.CultureInvariant | RegexOptions.Singleline, Limit))];
        var bound = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            for (var i = 0; i < _parts.Length; i++)
            {
                if (answer.Parts[i].Path != _parts[i].Path) return null;
                var match = _texts[i].Match(answer.Parts[i].Value);
                if (!match.Success) return null;
                foreach (var (group, expression) in _bound)
                    if (match.Groups[group] is { Success: true } found) bound[expression] = found.Value;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            _timeouts++;
            return null;
        }

        return bound;
    }

    private static ImmutableArray<PacketField> Parts(PassiveReply? reply)
    {
        if (reply is null or TextReply { Content: "" }) return [];
        var xml = new ArrayBufferWriter<byte>();
        PassiveReplyXml.Write(xml, reply, "o", "gh", 0);
        return ReadAnswer.Of(xml.WrittenSpan).Parts;
    }

    private static int Own(string text)
    {
        var (letters, isBound) = (0, false);
        foreach (var c in text)
        {
            if (c == ReplyVariants.Bound) isBound = !isBound;
            else if (!isBound && char.IsLetterOrDigit(c)) letters++;
        }

        return letters;
    }

    private string Pattern(string text)
    {
        var pattern = new StringBuilder(@"\A");
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == ReplyVariants.Free)
            {
                pattern.Append(".*?");
                at++;
            }
            else if (text[at] == ReplyVariants.Bound && text.IndexOf(ReplyVariants.Bound, at + 1) is >= 0 and var end)
            {
                var group = $"b{_bound.Count}";
                _bound.Add((group, text[(at + 1)..end]));
                pattern.Append("(?<").Append(group).Append(">.*?)");
                at = end + 1;
            }
            else
            {
                var next = text.AsSpan(at + 1).IndexOfAny(ReplyVariants.Free, ReplyVariants.Bound);
                var literal = next < 0 ? text[at..] : text.Substring(at, next + 1);
                pattern.Append(Regex.Escape(literal));
                at += literal.Length;
            }
        }

        return pattern.Append(@"\z").ToString();
    }
}
