using System.Net;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads the addresses of listeners: plain HTTP, an IP or localhost, a port.</summary>
public static class ListenerAddress
{
    /// <summary>The address; null with an error among the findings when it has not that form.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="place">Where.</param>
    /// <param name="what">At what, for the sentence: <c>'public'</c>.</param>
    /// <param name="findings">Gets the error.</param>
    public static Uri? Read(string text, Place place, string what, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(findings);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
            && address.AbsolutePath == "/" && address.Query.Length == 0 && address.UserInfo.Length == 0
            && (IPAddress.TryParse(address.Host.Trim('[', ']'), out _) || address.Host is "localhost"))
        {
            if (address is not { Host: "localhost", Port: 0 }) return address;
            // It stands for two addresses, which would get two ports.
            findings.Error(place, $"'{text}' stands at {what}, but localhost needs a port: http://127.0.0.1:0 takes a free one.");
            return null;
        }
        findings.Error(place, text.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            ? $"'{text}' stands at {what}, but TLS is ended by a reverse proxy in front: expected http://IP:PORT, for example http://127.0.0.1:8080."
            : $"'{text}' stands at {what}, expected http://IP:PORT, for example http://127.0.0.1:8080.");
        return null;
    }

    /// <summary>The address that an option gives; its error has the option as its file.</summary>
    public static Uri? OfOption(string text, string option, Findings findings) => Read(text, new Place(option, 1, 1), option, findings);
}
