using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WeChatActors.Simulator;

/// <summary>The QR codes of an account: what hangs on its walls for phones to scan.</summary>
internal sealed class CodesApi(Platform platform)
{
    private const int MostListed = 50;

    private sealed record NewCode(string Scene);

    private sealed record CodesView(IReadOnlyList<CodeView> Codes);

    private sealed record CodeView(string Ticket, string Scene, string Url, DateTimeOffset? ExpiresAt)
    {
        public static CodeView Of(QrCode code) => new(code.Ticket, code.Scene, code.Url, code.ExpiresAt);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/simulator/accounts/{alias}/qrcodes", (HttpContext context, string alias) => List(context, alias));
        routes.MapPost("/simulator/accounts/{alias}/qrcodes", (HttpContext context, string alias) => Make(context, alias));
        routes.MapGet("/simulator/accounts/{alias}/qrcodes/{ticket}/picture", (HttpContext context, string alias, string ticket) => Draw(context, alias, ticket));
    }

    private Task List(HttpContext context, string alias)
    {
        var account = Named.Account(platform, alias);
        IReadOnlyList<QrCode> codes;
        lock (account.Gate) codes = account.QrCodes.Newest(MostListed, platform.Clock.GetUtcNow());
        return ControlAnswer.Write(context, new CodesView([.. codes.Select(CodeView.Of)]));
    }

    private async Task Make(HttpContext context, string alias)
    {
        var account = Named.Account(platform, alias);
        var asked = await ControlRequest.Read<NewCode>(context);
        var answer = await ConsoleCall.Post(platform, account, "/cgi-bin/qrcode/create", new JsonObject
        {
            ["action_name"] = "QR_LIMIT_STR_SCENE", ["action_info"] = new JsonObject { ["scene"] = new JsonObject { ["scene_str"] = asked.Scene } },
        }.ToJsonString());
        if (ConsoleCall.Refusal(answer) is { } why) throw ControlException.Bad("No code can be made of this scene", why);
        var code = answer is ApiAnswer.Json made ? Find(account, (string)made.Body["ticket"]!) : null;
        await ControlAnswer.Write(context, CodeView.Of(code ?? throw new UnreachableException("A permanent code does not die.")), StatusCodes.Status201Created);
    }

    private async Task Draw(HttpContext context, string alias, string ticket)
    {
        if (Find(Named.Account(platform, alias), ticket) is not { } code || code.Ticket != ticket)
            throw ControlException.Missing("There is no such QR code", $"GET /simulator/accounts/{alias}/qrcodes lists the newest; a temporary one dies at its expires_at.");
        var picture = code.DrawPng();
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = picture.Length;
        context.Response.Headers.CacheControl = "private, max-age=3600";
        await context.Response.Body.WriteAsync(picture, context.RequestAborted);
    }

    private QrCode? Find(SimulatedAccount account, string ticket)
    {
        lock (account.Gate) return account.QrCodes.Find(ticket, platform.Clock.GetUtcNow());
    }
}
