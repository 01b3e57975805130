using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace WeChatActors.Server;

/// <summary>The headers that pass. All others stay here: cookies, keys, the names of proxies, what belongs to one connection alone.</summary>
internal static class ProxyHeaders
{
    // Not Accept-Encoding: an errcode inside a compressed answer would be seen by nobody on the way.
    private static readonly string[] Out =
        ["Accept", "Accept-Language", "Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range"];

    private static readonly string[] OfBody = ["Content-Type", "Content-Encoding", "Content-Language", "Content-Disposition"];

    private static readonly FrozenSet<string> Back = new[]
    {
        "Accept-Ranges", "Age", "Allow", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Range", "Content-Type",
        "ETag", "Expires", "Last-Modified", "Location", "Pragma", "Retry-After", "Vary",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A header to be passed on that holds what no header may; null when all is well.</summary>
    /// <param name="headers">The caller's.</param>
    public static string? Wrong(IHeaderDictionary headers)
    {
        foreach (var name in Out)
            if (!Plain(headers[name])) return name;
        foreach (var name in OfBody)
            if (!Plain(headers[name])) return name;
        return null;
    }

    /// <summary>Those of the caller's headers that go to the platform, but for those of the body.</summary>
    /// <param name="headers">The caller's.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForPlatform(IHeaderDictionary headers)
    {
        List<KeyValuePair<string, string>>? passed = null;
        foreach (var name in Out)
            if (headers.TryGetValue(name, out var value) && value.Count > 0) (passed ??= []).Add(new(name, value.ToString()));
        return passed ?? (IReadOnlyList<KeyValuePair<string, string>>)[];
    }

    /// <summary>Puts those of the caller's headers that describe the body at its copy.</summary>
    /// <param name="headers">The caller's.</param>
    /// <param name="body">The copy's.</param>
    public static void Describe(IHeaderDictionary headers, HttpContentHeaders body)
    {
        foreach (var name in OfBody)
            if (headers.TryGetValue(name, out var value) && value.Count > 0) body.TryAddWithoutValidation(name, value.ToString());
    }

    /// <summary>Puts the headers of an answer that pass at the answer for the caller.</summary>
    /// <param name="answer">The platform's.</param>
    /// <param name="headers">The caller's.</param>
    public static void ForCaller(HttpResponseMessage answer, IHeaderDictionary headers)
    {
        Copy(answer.Headers.NonValidated, headers);
        Copy(answer.Content.Headers.NonValidated, headers);
        headers.ContentLength = answer.Content.Headers.ContentLength;
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
            if (Back.Contains(name))
                to[name] = values.Count == 1 ? values.ToString() : new StringValues([.. values]);
    }

    private static bool Plain(StringValues values)
    {
        foreach (var value in values)
            foreach (var c in value.AsSpan())
                if (c is (< ' ' or > '~') and not '\t') return false;
        return true;
    }
}
