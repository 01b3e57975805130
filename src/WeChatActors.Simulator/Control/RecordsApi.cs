using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WeChatActors.Simulator;

/// <summary>What happened: packets, calls, and the files they carried.</summary>
internal sealed class RecordsApi(Platform platform)
{
    private const int MostItems = 200;

    private sealed record PushesView(IReadOnlyList<PushRecord> Pushes);

    private sealed record CallsView(IReadOnlyList<ApiCall> Calls);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/simulator/accounts/{alias}/pushes", (HttpContext context, string alias) =>
            ControlAnswer.Write(context, new PushesView(Newest(context, alias, account => account.Pushes, push => push.Number, push => push.OpenId))));
        routes.MapGet("/simulator/accounts/{alias}/calls", (HttpContext context, string alias) =>
            ControlAnswer.Write(context, new CallsView(Newest(context, alias, account => account.Calls, call => call.Number, call => call.OpenId))));
        routes.MapGet("/simulator/calls", context => ControlAnswer.Write(context, new CallsView(platform.StrayCalls.Snapshot())));
        routes.MapGet("/simulator/accounts/{alias}/media/{id}", (HttpContext context, string alias, string id) => Media(context, alias, id));
    }

    /// <summary>The newest items, oldest first; those of one person and those of nobody in particular when a person is asked for.</summary>
    private List<T> Newest<T>(HttpContext context, string alias, Func<SimulatedAccount, Recent<T>> records, Func<T, long> number, Func<T, string?> openId) where T : class
    {
        var account = Named.Account(platform, alias);
        var after = ControlRequest.Number(context, "after") ?? 0;
        string? only = null;
        if (context.Request.Query.TryGetValue("person", out var person)) only = account.OpenIdOf(Named.Person(platform, person.ToString()).Number);
        var items = records(account).Snapshot().Where(item => number(item) > after && (only is null || openId(item) is null || openId(item) == only)).ToList();
        return items.Count <= MostItems ? items : items[^MostItems..];
    }

    private async Task Media(HttpContext context, string alias, string id)
    {
        var account = Named.Account(platform, alias);
        MediaFile? file;
        lock (account.Gate) file = account.Media.Find(id, platform.Clock.GetUtcNow());
        if (file is null) throw ControlException.Missing("There is no such file", "A media id is good for 3 days of simulated time; permanent material until it is deleted.");
        var headers = context.Response.Headers;
        // Whoever uploaded it chose the type: only what cannot run as a page is shown as what it claims to be.
        var shown = file.ContentType is "image/png" or "image/jpeg" or "image/gif" or "image/bmp" or "image/webp"
            || file.ContentType.StartsWith("audio/", StringComparison.Ordinal) || file.ContentType.StartsWith("video/", StringComparison.Ordinal);
        context.Response.ContentType = shown ? file.ContentType : "application/octet-stream";
        if (!shown) headers.ContentDisposition = "attachment";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.CacheControl = "private, max-age=3600";
        context.Response.ContentLength = file.Data.Length;
        await context.Response.Body.WriteAsync(file.Data, context.RequestAborted);
    }
}
