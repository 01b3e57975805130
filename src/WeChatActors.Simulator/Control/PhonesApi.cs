using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WeChatActors.Simulator;

/// <summary>The phones: who is there, what a phone shows, and what is done on it.</summary>
internal sealed class PhonesApi(Platform platform)
{
    private const int MostPeople = 1000;
    private const int LongestName = 32;

    private sealed record Invitation(string? Name = null);

    private sealed record Begun(IReadOnlyList<long> Pushes);

    private sealed record Finished(IReadOnlyList<PushRecord> Pushes);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/simulator/people", Invite);
        routes.MapGet("/simulator/accounts/{alias}/people/{number}", (HttpContext context, string alias, string number) => Show(context, alias, number));
        routes.MapPost("/simulator/accounts/{alias}/people/{number}/actions", (HttpContext context, string alias, string number) => Act(context, alias, number));
    }

    private async Task Invite(HttpContext context)
    {
        var name = (await ControlRequest.Read<Invitation>(context)).Name?.Trim();
        if (name is "") name = null;
        if (name?.Length > LongestName) throw ControlException.Bad("'name' is too long", $"A nickname has at most {LongestName} characters.");
        if (platform.People.Count >= MostPeople)
            throw new ControlException(new Problem(StatusCodes.Status409Conflict, $"There are {MostPeople} people already", "A scenario simulates a crowd: POST /simulator/scenarios."));
        await ControlAnswer.Write(context, PersonView.Of(platform.Invite(name)), StatusCodes.Status201Created);
    }

    private Task Show(HttpContext context, string alias, string number)
    {
        var (account, follower) = Named.Follower(platform, alias, number);
        PhoneView view;
        lock (account.Gate) view = PhoneView.Of(account, follower, platform.Clock.GetUtcNow());
        return ControlAnswer.Write(context, view);
    }

    private async Task Act(HttpContext context, string alias, string number)
    {
        var (account, follower) = Named.Follower(platform, alias, number);
        var wait = ControlRequest.Flag(context, "wait");
        switch (platform.Act(account, follower, await ControlRequest.Read<UserAction>(context, ControlRequest.LargeBody)))
        {
            case Acted acted when wait:
                await ControlAnswer.Write(context, new Finished(await acted.Finished.WaitAsync(context.RequestAborted)));
                break;
            case Acted acted:
                await ControlAnswer.Write(context, new Begun(acted.Pushes), StatusCodes.Status202Accepted);
                break;
            case ActionRefused refused:
                throw new ControlException(new Problem(StatusCodes.Status409Conflict, "This cannot be done on the phone now", refused.Sentence.English) { ChineseRemedy = refused.Sentence.Chinese });
            case var other:
                throw new System.Diagnostics.UnreachableException($"No answer for {other.GetType().Name}.");
        }
    }
}
