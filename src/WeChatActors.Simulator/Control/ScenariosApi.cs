using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WeChatActors.Simulator;

/// <summary>Runs scenarios.</summary>
internal sealed class ScenariosApi(Platform platform)
{
    private const int LongestScenario = 4 * 1024 * 1024;

    private sealed record ScenarioView(IReadOnlyList<StepResult> Steps);

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/simulator/scenarios", Run);

    private async Task Run(HttpContext context)
    {
        var json = await ControlRequest.ReadJson(context, LongestScenario);
        if (!ScenarioFile.TryParse(json.Span, out var scenario, out var error)) throw ControlException.Bad("This is no scenario", error);
        switch (await platform.Scenarios.Run(scenario))
        {
            case ScenarioDone done:
                await ControlAnswer.Write(context, new ScenarioView(done.Steps));
                break;
            case ScenarioRefused refused:
                throw new ControlException(new Problem(StatusCodes.Status409Conflict, "The scenario cannot be run now", refused.Sentence));
            case var other:
                throw new UnreachableException($"No answer for {other.GetType().Name}.");
        }
    }
}
