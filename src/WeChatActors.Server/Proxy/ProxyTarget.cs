using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Where a call goes, read from the request line as it came: routing has decoded and tidied its own copy.</summary>
internal abstract record ProxyTarget
{
    /// <summary>The longest path, in characters; WeChat's own are below 80.</summary>
    public const int MaxPath = 512;

    private ProxyTarget() { }

    /// <summary>A path of the platform.</summary>
    /// <param name="Path">Begins with a slash; letters, digits, <c>-._~</c> and single slashes between them.</param>
    /// <param name="Query">As it came, without question mark; empty for none. May hold credentials.</param>
    public sealed record Found(string Path, string Query) : ProxyTarget
    {
        /// <summary>The path; the query is left out: it may hold credentials.</summary>
        public override string ToString() => Path;
    }

    /// <summary>None that is passed on.</summary>
    /// <param name="Why">What is wrong, in one sentence.</param>
    public sealed record Refused(string Why) : ProxyTarget;

    /// <summary>Reads the part of a request line behind a prefix.</summary>
    /// <param name="raw">The request's target as it came.</param>
    /// <param name="account">The account's alias.</param>
    /// <param name="door"><c>proxy</c> or <c>drop-in</c>.</param>
    public static ProxyTarget Read(string raw, string account, string door)
    {
        const string Accounts = "/api/accounts/";
        if (!raw.StartsWith('/')) return new Refused("The request names another server, or none of its paths.");
        var rest = raw.AsSpan();
        if (!Skip(ref rest, Accounts) || !Skip(ref rest, account) || !Skip(ref rest, "/") || !Skip(ref rest, door) || !rest.StartsWith('/'))
            return new Refused($"The address does not begin with {Accounts}{account}/{door}/ as it is written there: nothing of it may be escaped or led around.");
        var question = rest.IndexOf('?');
        var path = question < 0 ? rest : rest[..question];
        var query = question < 0 ? default : rest[(question + 1)..];
        if (WrongPath(path) is { } why) return new Refused(why);
        if (query.ContainsAnyExceptInRange('!', '~') || query.Contains('#'))
            return new Refused("The query holds a character that must be escaped with % there: a blank, a control character, # or one beyond ASCII.");
        var found = path.ToString();
        return PlatformPath.FindFault(found) is { } fault ? new Refused(fault) : new Found(found, query.ToString());
    }

    private static string? WrongPath(ReadOnlySpan<char> path)
    {
        if (path.Length > MaxPath) return $"The path is longer than {MaxPath} characters.";
        if (path.Length == 1) return "The path is empty.";
        if (path.Contains('%')) return "The path holds an escaped character (%): no path of the platform needs one.";
        if (path.Contains('\\')) return "The path holds a backslash.";
        if (path.Contains(':')) return "The path holds a colon: another server cannot be named here.";
        if (path.Contains("//", StringComparison.Ordinal) || path.EndsWith('/')) return "The path holds an empty part: // or a slash at its end.";
        if (path.Contains("/.", StringComparison.Ordinal)) return "The path holds a part that begins with a dot and may lead elsewhere.";
        return null;
    }

    // Routing has found the prefix whatever its case.
    private static bool Skip(ref ReadOnlySpan<char> rest, string start)
    {
        if (!rest.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return false;
        rest = rest[start.Length..];
        return true;
    }
}
