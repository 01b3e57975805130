using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WeChatActors.Simulator;

/// <summary>Time, network and API faults.</summary>
internal sealed class WorldApi(Platform platform)
{
    private static readonly double LongestJump = TimeSpan.FromDays(366).TotalSeconds;

    private sealed record Jump(double AdvanceSeconds);

    private sealed record NewFault(FaultKind Do, string Path = "*", string? Account = null, int? Errcode = null, double? LatencyMs = null, int? Times = null, double? ForSeconds = null);

    private sealed record FaultsView(IReadOnlyList<FaultView> Faults);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/simulator/clock", Advance);
        routes.MapPut("/simulator/weather", SetWeather);
        routes.MapGet("/simulator/faults", context => ControlAnswer.Write(context, new FaultsView([.. platform.Faults.All.Select(FaultView.Of)])));
        routes.MapPost("/simulator/faults", AddFault);
        routes.MapDelete("/simulator/faults", EndFaults);
        routes.MapDelete("/simulator/faults/{id}", (HttpContext context, string id) => EndFault(context, id));
    }

    private async Task Advance(HttpContext context)
    {
        var seconds = (await ControlRequest.Read<Jump>(context)).AdvanceSeconds;
        if (!(seconds >= 0 && seconds <= LongestJump))
            throw ControlException.Bad("'advance_seconds' is out of range", $"Give 0 to {LongestJump} (a year): time does not run backwards.");
        try
        {
            platform.Clock.Advance(TimeSpan.FromSeconds(seconds));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw ControlException.Bad("'advance_seconds' leads too far", $"The simulated clock ends with {SimulatedClock.End.Year - 1}: give less, or start the simulator anew.");
        }
        var view = ClockView.Of(platform.Clock);
        platform.Feed.Publish("clock", data: view);
        await ControlAnswer.Write(context, view);
    }

    private async Task SetWeather(HttpContext context)
    {
        var weather = await ControlRequest.Read<Weather>(context);
        if (weather.Copies is < 1 or > 5) throw ControlException.Bad("'copies' is out of range", "Give 1 to 5.");
        platform.Weather = weather;
        platform.Feed.Publish("weather", data: weather);
        await ControlAnswer.Write(context, weather);
    }

    private async Task AddFault(HttpContext context)
    {
        var asked = await ControlRequest.Read<NewFault>(context);
        if (asked.Account is { } alias) Named.Account(platform, alias);
        if (asked.Errcode is not null && asked.Do != FaultKind.Errcode) throw ControlException.Bad("'errcode' belongs to \"do\": \"errcode\"", "Leave it out, or change 'do'.");
        if (asked.LatencyMs is not null && asked.Do != FaultKind.Latency) throw ControlException.Bad("'latency_ms' belongs to \"do\": \"latency\"", "Leave it out, or change 'do'.");
        var order = new FaultOrder
        {
            Do = asked.Do, Path = asked.Path, Account = asked.Account, Errcode = asked.Errcode ?? -1, Times = asked.Times,
            Latency = Span(asked.LatencyMs / 1000) ?? TimeSpan.Zero, For = Span(asked.ForSeconds),
        };
        if (order.Complaint is { } complaint) throw ControlException.Bad("The fault is not well formed", complaint);
        await ControlAnswer.Write(context, FaultView.Of(platform.Faults.Add(order)), StatusCodes.Status201Created);
    }

    private Task EndFaults(HttpContext context)
    {
        platform.Faults.Clear();
        return ControlAnswer.Nothing(context);
    }

    private Task EndFault(HttpContext context, string id)
    {
        if (int.TryParse(id, out var number) && platform.Faults.Remove(number)) return ControlAnswer.Nothing(context);
        var standing = platform.Faults.All;
        throw ControlException.Missing($"There is no fault '{id}'", standing.Count == 0 ? "There are no faults." : $"There is {string.Join(", ", standing.Select(fault => fault.Id))}.");
    }

    /// <summary>A span that is too long for one becomes the longest, which the order's own check refuses.</summary>
    private static TimeSpan? Span(double? seconds) =>
        seconds is not { } given ? null : given >= TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.MaxValue : given <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(given);
}
