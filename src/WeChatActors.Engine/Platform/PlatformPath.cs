using System.Buffers;

namespace WeChatActors.Engine;

/// <summary>Judges paths that are called at the platform. What passes means the same to everybody who reads it: nothing in it is encoded,
/// resolved or left out on the way.</summary>
public static class PlatformPath
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/");

    /// <summary>Why a path cannot be called, in one sentence; null when it can.</summary>
    /// <param name="path">Such as <c>/cgi-bin/menu/get</c>, without query.</param>
    public static string? FindFault(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length < 2 || path[0] != '/') return "A path of the platform begins with a slash and a name, such as /cgi-bin/menu/get.";
        if (path.AsSpan().ContainsAnyExcept(Plain)) return "A path of the platform holds only letters, digits, slashes and -_.~, nothing encoded and no query.";
        if (path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal))
            return "A path of the platform has no empty part and none that begins with a dot.";
        return null;
    }
}
