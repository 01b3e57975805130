namespace WeChatActors.Simulator;

/// <summary>What a phone can open.</summary>
internal static class WebAddress
{
    /// <summary>Whether it is an absolute http or https address.</summary>
    public static bool Is(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
