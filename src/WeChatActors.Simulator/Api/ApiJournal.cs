using System.Globalization;
using System.Text.Json;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Writes down every call of the API, without its credentials: for the inspector, for pages that look on, and by rid.</summary>
internal sealed class ApiJournal(Platform platform)
{
    // A thousand calls and two thousand rids are kept; with a megabyte of each they would fill the memory.
    private const int MostText = 16 << 10;

    /// <summary>Writes down a call.</summary>
    /// <param name="call">What was called.</param>
    /// <param name="account">Whose call; null when it names no account.</param>
    /// <param name="answer">What was answered.</param>
    /// <param name="elapsed">From request to answer.</param>
    public void Keep(IncomingCall call, SimulatedAccount? account, WrittenAnswer answer, TimeSpan elapsed)
    {
        var known = Credentials(call, account);
        var query = Masking.Text(Masking.Query(call.Query), known);
        var request = Masking.Text(Shown(call), known);
        var answered = Masking.Text(Short(answer.Text), known);
        var path = Masking.Text(Short(call.Path), known);
        var calls = account?.Calls ?? platform.StrayCalls;
        var number = calls.Reserve();
        var openId = OpenId(call, account);
        var kept = new ApiCall(number, call.At, call.Method, path, query, openId, request, answered, answer.Errcode, elapsed);
        calls.Set(number, kept);
        if (answer.Rid is { } rid)
            platform.Rids.Keep(rid, new RidRecord(account?.Setup.Alias, call.At, elapsed, query, request, answered, call.ClientIp));
        platform.Feed.Publish("call", account?.Setup.Alias, openId, kept);
    }

    // What is secret is known by name in most places; by value it is found in the others too.
    private List<string> Credentials(IncomingCall call, SimulatedAccount? account)
    {
        var known = platform.Accounts.Values.Select(account => account.Setup.AppSecret).ToList();
        known.AddRange(Masking.Values(call.Query));
        // The member is called like the ticket of a QR code, which is no secret.
        if (account is not null && call.Path == TicketsApi.Path)
            lock (account.Gate) known.AddRange(account.Tickets.Given.Select(ticket => ticket.Value));
        return known;
    }

    private static string Shown(IncomingCall call)
    {
        if (call.Body.IsEmpty) return "";
        if (ApiBody.IsMultipart(call.ContentType)) return string.Create(CultureInfo.InvariantCulture, $"(multipart, {call.Body.Length} bytes)");
        var head = call.Body.Span[..Math.Min(call.Body.Length, MostText)];
        return System.Text.Unicode.Utf8.IsValid(call.Body.Span)
            ? Encoding.UTF8.GetString(head) : string.Create(CultureInfo.InvariantCulture, $"({call.Body.Length} bytes, not UTF-8)");
    }

    private static string Short(string text) => text.Length <= MostText ? text : text[..MostText];

    private static string? OpenId(IncomingCall call, SimulatedAccount? account)
    {
        if (account is null) return null;
        var named = call.Query.GetValueOrDefault("openid") ?? call.Json.TextOf("touser") ?? call.Json.TextOf("openid");
        if (named is null) return null;
        lock (account.Gate) return account.Find(named) is null ? null : named;
    }
}
