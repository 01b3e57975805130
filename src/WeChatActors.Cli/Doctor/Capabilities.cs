using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Cli;

/// <summary>Finds out which families of APIs an account may call, by calls that only read.</summary>
/// <param name="session">The account's client.</param>
internal sealed class Capabilities(PlatformSession session)
{
    public const string Name = "capabilities", CanPush = "can_push";

    private const string Messages = "customer-service messages";

    // One reading call for each; where a family has none, the quota of one of its paths, which is told only to who may call it.
    private ImmutableArray<(string Family, PlatformRequest Call)> Calls =>
    [
        (Messages, QuotaOf("/cgi-bin/message/custom/send")),
        ("agents", session.Get("/cgi-bin/customservice/getkflist")),
        ("menu", session.Get("/cgi-bin/menu/get")),
        ("followers", session.Get("/cgi-bin/user/get")),
        ("tags", session.Get("/cgi-bin/tags/get")),
        ("templates", session.Get("/cgi-bin/template/get_all_private_template")),
        ("subscription notices", QuotaOf("/cgi-bin/message/subscribe/bizsend")),
        ("mass sends", QuotaOf("/cgi-bin/message/mass/sendall")),
        ("QR codes", QuotaOf("/cgi-bin/qrcode/create")),
        ("media", QuotaOf("/cgi-bin/media/upload")),
        ("material", session.Get("/cgi-bin/material/get_materialcount")),
        ("drafts", session.Get("/cgi-bin/draft/count")),
        ("publishing", session.Post("/cgi-bin/freepublish/batchget", """{"offset":0,"count":1,"no_content":1}""")),
        ("JS-SDK", QuotaOf("/cgi-bin/ticket/getticket")),
    ];

    /// <summary>Asks all, and compares what came with <c>can_push</c>.</summary>
    public async Task<(CheckUp Families, CheckUp CanPush)> Run(CancellationToken ct)
    {
        var calls = Calls;
        var answers = await Task.WhenAll(calls.Select(async call => (call.Family, May: Judge(await session.Client.Call(call.Call, ct)))));
        string[] yes = [.. answers.Where(answer => answer.May.Allowed == true).Select(answer => answer.Family)];
        string[] no = [.. answers.Where(answer => answer.May.Allowed == false).Select(answer => $"{answer.Family} ({answer.May.Errcode})")];
        string[] unknown = [.. answers.Where(answer => answer.May.Allowed is null).Select(answer => answer.Family)];
        var details = ImmutableArray.CreateBuilder<string>();
        if (yes.Length > 0) details.Add($"yes: {string.Join(", ", yes)}");
        if (no.Length > 0) details.Add($"no: {string.Join(", ", no)}");
        if (unknown.Length > 0) details.Add($"unknown: {string.Join(", ", unknown)}");
        var families = new CheckUp(Name, unknown.Length == answers.Length ? Verdict.Warning : Verdict.Ok, $"the account may call {yes.Length} of {answers.Length} families of APIs")
        {
            Details = details.DrainToImmutable(), Remedy = unknown.Length == answers.Length ? "Try again later: WeChat answered nothing that tells." : null,
        };
        return (families, Compare(answers.First(answer => answer.Family == Messages).May.Allowed));
    }

    private CheckUp Compare(bool? may) => (session.Chosen.Account.CanPush, may) switch
    {
        (_, null) => CheckUp.Skip(CanPush, "WeChat does not tell whether the account may send customer-service messages"),
        (true, false) => new(CanPush, Verdict.Wrong, "can_push is true, and the account may not send customer-service messages")
        {
            Remedy = $"Set can_push: false for {session.Chosen.Alias} in {session.Chosen.File}, or have the account verified.",
        },
        (false, true) => new(CanPush, Verdict.Warning, "can_push is false, and the account may send customer-service messages") { Remedy = $"Set can_push: true for {session.Chosen.Alias} in {session.Chosen.File}." },
        var (can, _) => new(CanPush, Verdict.Ok, $"can_push: {(can ? "true" : "false")} is what WeChat says"),
    };

    /// <summary>Whether an answer shows that the account may call: any errcode that is not about rights, tokens or load came from the API itself.</summary>
    private static (bool? Allowed, int Errcode) Judge(PlatformResult result) => result switch
    {
        PlatformResult.Done => (true, 0),
        PlatformResult.Refused { Errcode: 76022 } refused => (false, refused.Errcode),
        PlatformResult.Refused { Class: ErrcodeClass.Permission } refused => (false, refused.Errcode),
        PlatformResult.Refused { Class: ErrcodeClass.TokenRefresh or ErrcodeClass.BusyRetry or ErrcodeClass.IpWhitelist or ErrcodeClass.Other } refused => (null, refused.Errcode),
        PlatformResult.Refused refused => (true, refused.Errcode),
        _ => (null, 0),
    };

    private PlatformRequest QuotaOf(string path) => session.Post("/cgi-bin/openapi/quota/get", $$"""{"cgi_path":"{{path}}"}""");
}
