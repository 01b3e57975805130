using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>What operators and other systems do with a conversation beside sending: pause, resume, forget, and note what no packet shows.</summary>
/// <param name="known">Knows conversations.</param>
/// <param name="commands">Asks them.</param>
/// <param name="store">Holds them.</param>
/// <param name="time">The clock.</param>
internal sealed class PausesApi(KnownConversation known, ConversationCommands commands, IConversationStore store, TimeProvider time)
{
    private const string UntilClose = "kf_close_session";
    private const string Again = "Look at the conversation, and ask once more if it was not done.";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public void Map(IEndpointRouteBuilder routes)
    {
        const string One = "/api/accounts/{account}/conversations/{openId}";
        routes.MapPost(One + "/pause", known.Of(Pause)).Needs(AdminScope.Send);
        routes.MapPost(One + "/resume", known.Of(Resume)).Needs(AdminScope.Send);
        routes.MapPost(One + "/forget", known.Of(Forget)).Needs(AdminScope.Send);
        routes.MapPost(One + "/grants", known.Of(Grant)).Needs(AdminScope.Send);
    }

    private async Task Pause(HttpContext context, Account account, ConversationId id, Conversation state)
    {
        using var body = await AskedBody.Read(context, $"{{\"for\":\"30m\"}}, {{\"until\":\"{UntilClose}\"}}, both, or nothing for a pause without end", mayBeEmpty: true);
        if (body is null) return;
        var mistakes = new Mistakes();
        AskedBody.RefuseOthers(body.RootElement, mistakes, "for", "until");
        var span = AskedBody.Span(body.RootElement, "for", TimeSpan.FromSeconds(1), Longest, mistakes);
        var until = body.RootElement.TryGetProperty("until", out _);
        if (until && body.RootElement.TextOf("until") != UntilClose) mistakes.Add("until", $"it is something else than \"{UntilClose}\"; write that, or leave it out.");
        if (mistakes.Any) await mistakes.Write(context, "The pause cannot be begun as it is");
        else await Do(context, account, id, Fresh("pause"), new ConversationCommand.Pause(span, until));
    }

    private Task Resume(HttpContext context, Account account, ConversationId id, Conversation state) =>
        Do(context, account, id, Fresh("resume"), new ConversationCommand.Resume());

    private Task Forget(HttpContext context, Account account, ConversationId id, Conversation state) =>
        Do(context, account, id, Fresh("forget"), new ConversationCommand.Forget());

    private async Task Grant(HttpContext context, Account account, ConversationId id, Conversation state)
    {
        using var body = await AskedBody.Read(context, "{\"scene\":\"payment\",\"at\":\"2026-03-02T02:00:00Z\"}");
        if (body is null) return;
        var mistakes = new Mistakes();
        AskedBody.RefuseOthers(body.RootElement, mistakes, "scene", "at");
        var scene = SceneWords.Scene(body.RootElement.TextOf("scene"));
        if (scene is null) mistakes.Add("scene", $"it is missing or none that grants; write one of {string.Join(", ", Ledger.Scenes.Select(SceneWords.Word))}.");
        var now = time.GetUtcNow();
        var at = AskedBody.Moment(body.RootElement, "at", mistakes) ?? now;
        if (at > now + TimeSpan.FromMinutes(10)) mistakes.Add("at", "it is in the future; write when it happened.");
        if (mistakes.Any || scene is not { } granting)
        {
            await mistakes.Write(context, "The grant cannot be noted as it is");
            return;
        }
        if (account.Ledger.Of(granting).Count == 0)
        {
            await Problem.Write(
                context, StatusCodes.Status409Conflict, $"A {SceneWords.Word(granting)} grants nothing at '{account.Alias}'",
                $"WeChat's pages contradict each other about it. If it grants messages to this account, say how many: 'ledger: {{{SceneWords.Word(granting)}: {{count: N}}}}' of the account.");
            return;
        }
        // The same action told again grants nothing again.
        await Do(context, account, id, string.Create(CultureInfo.InvariantCulture, $"grant:{SceneWords.Word(granting)}:{at.UtcTicks}"), new ConversationCommand.Grant(granting, at));
    }

    private async Task Do(HttpContext context, Account account, ConversationId id, string key, ConversationCommand command)
    {
        if (await commands.Ask(context, account, id, key, command, Again) is not { } answer) return;
        if (answer.Outcome is { Done: false, Why: var why })
        {
            await Problem.Write(context, StatusCodes.Status409Conflict, "The conversation did not do it", why ?? Again);
            return;
        }
        var state = await store.Load(id, time.GetUtcNow());
        await JsonAnswer.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("open_id", id.OpenId.Value);
            ConversationJson.WritePause(json, state);
            ConversationJson.WriteLedger(json, state, account, time.GetUtcNow());
            json.WriteEndObject();
        });
    }

    private static string Fresh(string what) => $"{what}:{Guid.NewGuid():N}";
}
