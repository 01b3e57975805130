using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>The rules of an account for the operator: what is in force, and reading the files again.</summary>
/// <param name="known">Knows accounts.</param>
/// <param name="book">The rules.</param>
internal sealed class RulesApi(KnownConversation known, RuleBook book)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/accounts/{account}/rules", known.OfAccount(Show)).Needs(AdminScope.Read);
        routes.MapPost("/api/accounts/{account}/rules/reload", known.OfAccount(Reload)).Needs(AdminScope.Rules);
    }

    private Task Show(HttpContext context, Account account) => Write(context, account);

    private async Task Reload(HttpContext context, Account account)
    {
        if (book.StatusOf(account.Alias).File is not { } file)
        {
            await Problem.Write(context, StatusCodes.Status409Conflict, "The rules of this account came without a file", "Start the server from a configuration that names a rule file.");
            return;
        }
        var reload = await book.Reload(account.Alias);
        if (reload.Result != RuleReloadResult.Refused)
        {
            await Write(context, account);
            return;
        }
        var errors = reload.Findings.Count(finding => finding.Severity == Severity.Error);
        await Results.Problem(
            statusCode: StatusCodes.Status422UnprocessableEntity,
            title: $"The rules in {file} have {errors} error{(errors == 1 ? "" : "s")}, and those before stay in force",
            detail: string.Join('\n', reload.Findings.Where(finding => finding.Severity == Severity.Error).Take(20)),
            extensions: [new("findings", FindingJson.Of(reload.Findings))]).ExecuteAsync(context);
    }

    private async Task Write(HttpContext context, Account account)
    {
        var status = book.StatusOf(account.Alias);
        var script = account.Script;
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("file", status.File);
            json.WriteString("hash", script.Hash);
            json.WriteNumber("rules", script.Rules.Length);
            json.WriteTimestamp("since", status.Since);
            WriteFindings(json, status.Findings);
            if (status.LastReload is { } last)
            {
                json.WriteStartObject("last_reload");
                json.WriteTimestamp("at", last.At);
                json.WriteString("result", RuleBook.Word(last.Result));
                WriteFindings(json, last.Findings);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });
    }

    private static void WriteFindings(Utf8JsonWriter json, ImmutableArray<Finding> findings)
    {
        json.WritePropertyName("findings");
        FindingJson.Of(findings).WriteTo(json);
    }
}
