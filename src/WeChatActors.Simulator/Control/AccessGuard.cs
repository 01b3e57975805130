using System.Net;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Simulator;

/// <summary>Keeps other web pages out: the page's listener stands on a developer's machine, where his browser can reach it for anybody.</summary>
/// <param name="configured">Where the listener was told to answer.</param>
internal sealed class AccessGuard(Uri configured)
{
    private readonly string _name = configured.Host.Trim('[', ']');

    // Listening on every address is meant for other machines, which call it by one of its addresses: an address cannot be rebound.
    private readonly bool _anyAddress = IPAddress.TryParse(configured.Host.Trim('[', ']'), out var address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    /// <summary>Lets a request through, or refuses it with 403.</summary>
    public Task Check(HttpContext context, RequestDelegate next) =>
        Refusal(context.Request) is { } why ? new Problem(StatusCodes.Status403Forbidden, why.Title, why.Remedy).Write(context) : next(context);

    private (string Title, string Remedy)? Refusal(HttpRequest request)
    {
        if (!Known(request.Host.Host.Trim('[', ']')))
            return ("This host name is not the simulator's", $"Call it as {configured.Authority} or localhost: another name may be one that was rebound to this machine.");
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && origin != $"{request.Scheme}://{request.Host}")
            return ("The request comes from another web page", "Only the simulator's own page, and programs without an Origin header, may use it.");
        if (request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate")
            return ("The request comes from another web page", "Open the simulator's own page.");
        return null;
    }

    private bool Known(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(_name, StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out var address) && (_anyAddress || IPAddress.IsLoopback(address));
}
