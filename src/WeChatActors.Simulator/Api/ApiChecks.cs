using WeChatActors.Protocol;
using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Simulator;

/// <summary>The checks that all calls share, in the order in which the platform makes them.</summary>
internal static class ApiChecks
{
    // These refuse text written as \uXXXX; the others take it.
    private static readonly FrozenSet<string> Literal = new[] { "/cgi-bin/menu/create", "/cgi-bin/menu/addconditional" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Refuses a call by what everybody can see of it: path and method.</summary>
    /// <param name="endpoint">What the simulator has at the path; null for nothing.</param>
    /// <param name="method">The method of the call.</param>
    /// <param name="path">The path of the call.</param>
    /// <returns>Null when it may go on.</returns>
    public static ApiAnswer? Address(ApiEndpoint? endpoint, string method, string path)
    {
        if (endpoint is null)
        {
            if (ApiCatalog.At(path) is not [var row, ..]) return ApiAnswer.Fail(40066, $"WeChat has nothing at {Excerpt.Of(path, 100)}");
            return ApiAnswer.Fail(Errcodes.NotModelled, $"{row.Method} {row.Path} ({row.Name}) exists at WeChat only");
        }
        if (endpoint.Method == "*" ? method is "GET" or "POST" : method == endpoint.Method) return null;
        return endpoint.Method == "GET" ? ApiAnswer.Fail(43001) : ApiAnswer.Fail(43002);
    }

    /// <summary>Refuses a body that is not of the kind the endpoint takes.</summary>
    /// <param name="endpoint">What is called.</param>
    /// <param name="request">The call; gets its JSON or files.</param>
    /// <param name="call">The call as it came.</param>
    /// <returns>The call with its body taken apart, or the refusal.</returns>
    public static async ValueTask<(ApiRequest Request, ApiAnswer? Refusal)> Body(ApiEndpoint endpoint, ApiRequest request, IncomingCall call)
    {
        if (endpoint.Needs.HasFlag(ApiNeeds.Json))
        {
            if (request.Body.IsEmpty) return (request, ApiAnswer.Fail(44002));
            if (call.Json.ValueKind != JsonValueKind.Object) return (request, ApiAnswer.Fail(47001, call.Complaint ?? "the body must be JSON, not multipart"));
            if (Literal.Contains(endpoint.Path) && WeChatJson.EscapesText(request.Body.Span)) return (request, ApiAnswer.Fail(40033));
            return (request.With(call.Json), null);
        }
        if (endpoint.Needs.HasFlag(ApiNeeds.Files))
        {
            if (request.Body.IsEmpty) return (request, ApiAnswer.Fail(44002));
            var parts = await MultipartBody.Read(request.ContentType, request.Body);
            if (parts.Complaint is not null) return (request, ApiAnswer.Fail(41005, parts.Complaint));
            return (request.With(parts), parts.Files.Count == 0 ? ApiAnswer.Fail(41005, "no part of the body has a filename") : null);
        }
        return (request, null);
    }

    /// <summary>Refuses a call that this kind of account may not make.</summary>
    public static ApiAnswer? Rights(SimulatedAccount account, string path) =>
        ApiCatalog.At(path) is { Count: > 0 } rows && !rows.Any(row => row.Allows(account.Setup.Kind))
            ? ApiAnswer.Fail(48001, $"{path} is for: {rows[0].Kinds}; the account is {Kind(account.Setup.Kind)}") : null;

    /// <summary>The parameters of a query; the first of each name counts.</summary>
    public static Dictionary<string, string> Query(IQueryCollection query) => query.ToDictionary(pair => pair.Key, pair => pair.Value[0] ?? "", StringComparer.Ordinal);

    private static string Kind(AccountKind kind) => kind switch
    {
        AccountKind.Service => "a verified service account",
        AccountKind.Subscription => "a verified subscription account",
        AccountKind.Test => "a test account",
        _ => "not verified",
    };
}
