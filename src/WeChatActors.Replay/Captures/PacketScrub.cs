using System.Buffers;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Copies packets, answers and queries into a capture without what must not stand there: persons become pseudonyms, secrets become
/// <see cref="OpenDialog.Hidden"/>. It reads bytes, not elements, so that broken packets are treated as whole ones are.</summary>
/// <param name="pseudonyms">Names for persons; null keeps their OpenIDs.</param>
internal sealed class PacketScrub(Pseudonyms? pseudonyms)
{
    /// <summary>The letters of ids.</summary>
    public static readonly SearchValues<byte> IdLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>A sender's id is looked for outside its elements when it has so many characters: a shorter one would be found in other words.</summary>
    private const int Findable = 6;

    /// <summary>The page that shows answers is reached by a signed link; so many letters make one.</summary>
    private const int LinkLetters = 60;

    private static ReadOnlySpan<byte> Hidden => "***"u8;

    /// <summary>What an element holds.</summary>
    private enum Holding
    {
        Other,
        Person,
        Secret,
        Words,
    }

    /// <summary>Writes a packet as part of a JSON text.</summary>
    /// <param name="line">Gets it.</param>
    /// <param name="packet">Valid UTF-8.</param>
    /// <param name="sender">Who sent it, to be found outside elements too.</param>
    /// <param name="hidesWords">Whether the words of the user may not be kept.</param>
    public void Packet(LineBuffer line, ReadOnlySpan<byte> packet, in Sender sender, bool hidesWords) => Xml(line, packet, sender, hidesWords, isAnswer: false);

    /// <summary>Writes an answer as part of a JSON text.</summary>
    /// <param name="line">Gets it.</param>
    /// <param name="answer">Valid UTF-8.</param>
    /// <param name="sender">Who sent the packet.</param>
    public void Answer(LineBuffer line, ReadOnlySpan<byte> answer, in Sender sender)
    {
        while (answer.IndexOf("/answers/"u8) is var at and >= 0)
        {
            var mark = answer[(at + 9)..];
            var length = mark.IndexOfAnyExcept(IdLetters);
            if (length < 0) length = mark.Length;
            Xml(line, answer[..(at + 9)], sender, hidesWords: false, isAnswer: true);
            line.Text(length >= LinkLetters ? Hidden : mark[..length]);
            answer = mark[length..];
        }
        Xml(line, answer, sender, hidesWords: false, isAnswer: true);
    }

    /// <summary>Writes a query string as part of a JSON text: times, nonces and kinds of encryption as they are, the OpenID as a pseudonym, nothing else.</summary>
    /// <param name="line">Gets it.</param>
    /// <param name="query">Valid UTF-8.</param>
    /// <param name="sender">Who sent the packet.</param>
    public void Query(LineBuffer line, ReadOnlySpan<byte> query, in Sender sender)
    {
        if (query.StartsWith("?"u8)) query = query[1..];
        for (var first = true; query.Length > 0; first = false)
        {
            var end = query.IndexOf((byte)'&');
            var pair = end < 0 ? query : query[..end];
            query = end < 0 ? default : query[(end + 1)..];
            var equals = pair.IndexOf((byte)'=');
            var name = equals < 0 ? pair : pair[..equals];
            if (!first) line.Raw("&"u8);
            // A name may be a secret as well as a value.
            if (name.Length > 32 || name.ContainsAnyExcept(IdLetters))
            {
                line.Raw(Hidden);
                continue;
            }
            line.Raw(name);
            if (equals < 0) continue;
            line.Raw("="u8);
            var value = pair[(equals + 1)..];
            if (name.SequenceEqual("timestamp"u8) || name.SequenceEqual("nonce"u8) || name.SequenceEqual("encrypt_type"u8)) line.Text(value);
            else if (name.SequenceEqual("openid"u8) && Pseudonyms.IsId(value)) Person(line, value, sender);
            else line.Raw(Hidden);
        }
    }

    private void Person(LineBuffer line, ReadOnlySpan<byte> id, in Sender sender)
    {
        if (pseudonyms is null)
        {
            line.Text(id);
            return;
        }
        if (id.SequenceEqual(sender.Id) && !sender.Name.IsEmpty)
        {
            line.Raw(sender.Name);
            return;
        }
        Span<byte> name = stackalloc byte[Pseudonyms.Length];
        pseudonyms.Write(id, name);
        line.Raw(name);
    }

    private void Xml(LineBuffer line, ReadOnlySpan<byte> xml, in Sender sender, bool hidesWords, bool isAnswer)
    {
        var plain = 0;
        for (var at = 0; xml[at..].IndexOf((byte)'<') is var next and >= 0;)
        {
            at += next + 1;
            if (at == xml.Length || !MayMatter(xml[at])) continue;
            var name = xml[at..];
            var length = name.IndexOfAnyExcept(IdLetters);
            if (length < 0) continue;
            var holding = HoldingOf(name[..length], isAnswer);
            if (holding == Holding.Other || (holding == Holding.Words && !hidesWords) || (holding == Holding.Person && pseudonyms is null)) continue;
            var open = at + length;
            if (xml[open] != '>' && name[length..].IndexOf((byte)'>') is var close and >= 0) open += close;
            if (xml[open] != '>') continue;
            var (start, end) = Value(xml, open + 1, name[..length], holding);
            if (start == end) continue;
            if (holding == Holding.Person && !Pseudonyms.IsId(xml[start..end])) continue;
            Plain(line, xml[plain..start], sender);
            if (holding == Holding.Person) Person(line, xml[start..end], sender);
            else line.Raw(Hidden);
            (plain, at) = (end, end);
        }
        Plain(line, xml[plain..], sender);
    }

    /// <summary>Where the value of an element lies, without CDATA and blanks around it.</summary>
    private static (int Start, int End) Value(ReadOnlySpan<byte> xml, int from, ReadOnlySpan<byte> name, Holding holding)
    {
        if (holding != Holding.Person)
        {
            // Words may look like the end of their element: all that may belong to them is left out.
            var last = from + LastEnd(xml[from..], name);
            return (from, last);
        }
        var start = from;
        while (start < xml.Length && xml[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') start++;
        if (xml[start..].StartsWith("<![CDATA["u8)) start += 9;
        while (start < xml.Length && xml[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') start++;
        var length = xml[start..].IndexOfAnyExcept(IdLetters);
        return (start, length < 0 ? xml.Length : start + length);
    }

    private static int LastEnd(ReadOnlySpan<byte> xml, ReadOnlySpan<byte> name)
    {
        for (var rest = xml; rest.LastIndexOf("</"u8) is var at and >= 0; rest = rest[..at])
            if (xml[(at + 2)..].StartsWith(name)) return at;
        return xml.Length;
    }

    /// <summary>Text outside the elements that are known: ids are told by their form there, and the sender's own whatever its form.</summary>
    private void Plain(LineBuffer line, ReadOnlySpan<byte> text, in Sender sender)
    {
        if (pseudonyms is null)
        {
            line.Text(text);
            return;
        }
        var odd = sender.Id.Length >= Findable && !HasUsualForm(sender.Id);
        while (odd && text.IndexOf(sender.Id) is var at and >= 0)
        {
            var end = at + sender.Id.Length;
            if ((at > 0 && IdLetters.Contains(text[at - 1])) || (end < text.Length && IdLetters.Contains(text[end])))
            {
                Usual(line, text[..end], sender);
            }
            else
            {
                Usual(line, text[..at], sender);
                Person(line, sender.Id, sender);
            }
            text = text[end..];
        }
        Usual(line, text, sender);
    }

    private void Usual(LineBuffer line, ReadOnlySpan<byte> text, in Sender sender)
    {
        var plain = 0;
        for (var at = 0; at + Pseudonyms.Length <= text.Length && text[at..].IndexOf((byte)'o') is var next and >= 0;)
        {
            at += next;
            if (at + Pseudonyms.Length > text.Length) break;
            if ((at > 0 && IdLetters.Contains(text[at - 1])) || !IdLetters.Contains(text[at + Pseudonyms.Length - 1])
                || (at + Pseudonyms.Length < text.Length && IdLetters.Contains(text[at + Pseudonyms.Length])) || !HasUsualForm(text.Slice(at, Pseudonyms.Length)))
            {
                at++;
                continue;
            }
            line.Text(text[plain..at]);
            Person(line, text.Slice(at, Pseudonyms.Length), sender);
            plain = at += Pseudonyms.Length;
        }
        line.Text(text[plain..]);
    }

    private static bool HasUsualForm(ReadOnlySpan<byte> id) => id.Length == Pseudonyms.Length && id[0] == 'o' && id.IndexOfAnyExcept(IdLetters) < 0;

    /// <summary>Whether an element that matters begins with a letter: most do not, and neither do ends nor CDATA.</summary>
    private static bool MayMatter(byte letter) => letter is (byte)'O' or (byte)'o' or (byte)'U' or (byte)'u' or (byte)'C' or (byte)'E' or (byte)'T' or (byte)'S' or (byte)'R'
        or (byte)'P' or (byte)'F' or (byte)'M' or (byte)'A' or (byte)'q';

    private static Holding HoldingOf(ReadOnlySpan<byte> name, bool isAnswer) => name.Length switch
    {
        6 when name.SequenceEqual("OpenID"u8) || name.SequenceEqual("openid"u8) || name.SequenceEqual("OpenId"u8) => Holding.Person,
        7 when name.SequenceEqual("UnionID"u8) || name.SequenceEqual("UnionId"u8) || name.SequenceEqual("unionid"u8) => Holding.Person,
        7 when name.SequenceEqual("Content"u8) => Holding.Words,
        7 when name.SequenceEqual("Encrypt"u8) => Holding.Secret,
        // In an answer the account is the sender.
        10 when isAnswer && name.SequenceEqual("ToUserName"u8) => Holding.Person,
        11 when name.SequenceEqual("StaffOpenId"u8) => Holding.Person,
        11 when name.SequenceEqual("Recognition"u8) => Holding.Words,
        11 when name.SequenceEqual("PreAuthCode"u8) => Holding.Secret,
        12 when !isAnswer && name.SequenceEqual("FromUserName"u8) => Holding.Person,
        12 when name.SequenceEqual("MsgSignature"u8) => Holding.Secret,
        14 when name.SequenceEqual("FriendUserName"u8) => Holding.Person,
        17 when name.SequenceEqual("AuthorizationCode"u8) => Holding.Secret,
        19 when name.SequenceEqual("qrcode_guide_openid"u8) => Holding.Person,
        21 when name.SequenceEqual("ComponentVerifyTicket"u8) => Holding.Secret,
        _ => Holding.Other,
    };
}
