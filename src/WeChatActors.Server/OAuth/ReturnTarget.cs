using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace WeChatActors.Server;

/// <summary>Addresses that logins return to: reads them strictly and writes them out in one form.</summary>
internal static class ReturnTarget
{
    /// <summary>The query parameter that carries the ticket.</summary>
    public const string TicketParameter = "ticket";

    /// <summary>The longest address, written out: it travels in a cookie.</summary>
    public const int MaxLength = 1024;

    private static readonly SearchValues<char> Authority = SearchValues.Create("@%\\");

    /// <summary>Reads an address and holds it to the list; null when a login must not return there.</summary>
    /// <param name="text">As the query has it, decoded once.</param>
    /// <param name="allowed">The account's list.</param>
    /// <param name="why">What is wrong, in words that go on behind "the return address".</param>
    public static Uri? Read(string text, ImmutableArray<ReturnAddress> allowed, out string why)
    {
        if (Parse(text, out why) is not { } address) return null;
        if (!allowed.Any(entry => entry.Allows(address)))
        {
            why = "is not on the account's list (oauth: return)";
            return null;
        }
        if (HasTicket(address.Query))
        {
            // A site that reads the first of two would take somebody else's.
            why = $"has a parameter '{TicketParameter}' of its own";
            return null;
        }
        if (Text(address).Length <= MaxLength) return address;
        why = string.Create(CultureInfo.InvariantCulture, $"is longer than {MaxLength} characters");
        return null;
    }

    /// <summary>Reads an absolute http or https address in which nothing is hidden; null with the reason for any other text.</summary>
    public static Uri? Parse(string text, out string why)
    {
        why = "is not an absolute http or https address";
        var start = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0;
        if (start == 0) return null;
        foreach (var c in text)
            if (c is <= ' ' or '\\' or '\u007f' || char.IsControl(c) || char.IsWhiteSpace(c))
            {
                why = "holds a blank, a control character or a backslash";
                return null;
            }
        if (!HasWholeEscapes(text))
        {
            why = "has a % that two hexadecimal digits do not follow";
            return null;
        }
        var rest = text.AsSpan(start);
        var authority = rest.IndexOfAny("/?#") is >= 0 and var end ? rest[..end] : rest;
        if (authority.IsEmpty || authority.ContainsAny(Authority)) return null;
        var path = rest[authority.Length..];
        if (path.IndexOfAny("?#") is >= 0 and var stop) path = path[..stop];
        if (!IsPlain(path))
        {
            why = "has a path with '//', '..' or an encoded slash";
            return null;
        }
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.UserInfo.Length == 0 && HasHost(address) ? address : null;
    }

    // An address may parse and yet have a host that no name service could be asked for; it is found out when the host is read.
    private static bool HasHost(Uri address)
    {
        try
        {
            return address.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    /// <summary>The address with a ticket: behind the query it has, before its fragment.</summary>
    public static string WithTicket(Uri address, string ticket)
    {
        var separator = address.Query.Length switch { 0 => "?", 1 => "", _ => "&" };
        return $"{Text(address, fragment: false)}{separator}{TicketParameter}={ticket}{address.GetComponents(UriComponents.Fragment | UriComponents.KeepDelimiter, UriFormat.UriEscaped)}";
    }

    /// <summary>The address in ASCII, as a header and a cookie take it.</summary>
    public static string Text(Uri address, bool fragment = true)
    {
        var host = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost.Trim('[', ']')}]" : address.IdnHost;
        var port = address.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{address.Port}");
        var rest = UriComponents.PathAndQuery | (fragment ? UriComponents.Fragment : 0) | UriComponents.KeepDelimiter;
        return $"{address.Scheme}://{host}{port}{address.GetComponents(rest, UriFormat.UriEscaped)}";
    }

    /// <summary>Whether a path means to everybody what it says: no empty or dot segments, and no slash, backslash or NUL behind an escape.</summary>
    private static bool IsPlain(ReadOnlySpan<char> path)
    {
        if (path.Contains("//", StringComparison.Ordinal)) return false;
        foreach (var range in path.Split('/'))
        {
            var decoded = Uri.UnescapeDataString(path[range]);
            if (decoded is "." or ".." || decoded.AsSpan().ContainsAny('/', '\\', '\0')) return false;
        }
        return true;
    }

    private static bool HasWholeEscapes(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) return false;
        return true;
    }

    private static bool HasTicket(string query)
    {
        foreach (var pair in query.TrimStart('?').Split('&', ';'))
        {
            var name = Uri.UnescapeDataString(pair.Split('=', 2)[0].Replace('+', ' ')).Trim();
            if (name.Equals(TicketParameter, StringComparison.OrdinalIgnoreCase) || name.StartsWith(TicketParameter + "[", StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
