using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatActors.Simulator;

/// <summary>Reads scenarios from JSON as the control API writes and reads it. Strict: an unknown, missing or repeated member is an error with its place.</summary>
internal static class ScenarioFile
{
    /// <summary>The most steps of a scenario.</summary>
    public const int MaxSteps = 10_000;

    /// <summary>The most people of a scenario.</summary>
    public const int MaxFollowers = 1_000;

    /// <summary>The longest wait of one step, in seconds: ten years.</summary>
    public const double MaxWait = 3660.0 * 24 * 60 * 60;

    /// <summary>Reads one.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="error">Where and why it cannot be read, in one sentence.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Scenario? scenario, [NotNullWhen(false)] out string? error)
    {
        scenario = null;
        try
        {
            scenario = JsonSerializer.Deserialize<Scenario>(json, ControlJson.Options);
            error = scenario is null ? "The scenario is null." : FindFault(scenario);
        }
        catch (JsonException fault)
        {
            error = Describe(fault);
        }
        catch (NotSupportedException)
        {
            // The serializer says so of an action without its "do".
            error = $"An action of the scenario does not say what it does: it needs a member \"do\", one of {Deeds()}.";
        }
        if (error is not null) scenario = null;
        return error is null;
    }

    private static string? FindFault(Scenario scenario)
    {
        if (scenario.Followers.Length is 0 or > MaxFollowers) return $"followers has {scenario.Followers.Length} people; 1 to {MaxFollowers} can take part.";
        if (scenario.Steps.Length > MaxSteps) return $"steps has {scenario.Steps.Length} steps; at most {MaxSteps} can be run.";
        for (var i = 0; i < scenario.Followers.Length; i++)
            if (scenario.Followers[i] is null) return $"followers[{i}] is null; write {{}} for somebody without a name.";
        if (scenario.Start < DateTimeOffset.UnixEpoch || scenario.Start >= SimulatedClock.End)
            return string.Create(CultureInfo.InvariantCulture, $"start is {scenario.Start:O}; it must lie from 1970 to {SimulatedClock.End.Year - 1}.");
        var left = (SimulatedClock.End - scenario.Start).TotalSeconds;
        for (var i = 0; i < scenario.Steps.Length; i++)
        {
            if (scenario.Steps[i] is not { } step) return $"steps[{i}] is null; it must be an object with person and action.";
            if (step.Person < 1 || step.Person > scenario.Followers.Length)
                return $"steps[{i}].person is {step.Person}; the followers are 1 to {scenario.Followers.Length}.";
            if (step.Wait is not (>= 0 and <= MaxWait))
                return $"steps[{i}].wait is {step.Wait}; it must be seconds, from 0 to ten years.";
            if ((left -= step.Wait) <= 0) return $"steps[{i}].wait is {step.Wait}; with the waits before it the clock would pass {SimulatedClock.End.Year - 1}, where it ends.";
        }
        return null;
    }

    /// <summary>The serializer's own words, without the place it appends and what only a programmer knows, behind the place.</summary>
    private static string Describe(JsonException fault)
    {
        var words = fault.Message;
        if (words.IndexOf(" Path: ", StringComparison.Ordinal) is > 0 and var end) words = words[..end];
        if (words.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)) words = "This value is not of the kind that belongs here.";
        words = words.Replace($"{typeof(Scenario).Namespace}.", "", StringComparison.Ordinal).Replace(" Consider updating its nullability annotation.", "", StringComparison.Ordinal);
        if (words.StartsWith("Read unrecognized type discriminator", StringComparison.Ordinal)) words = $"\"do\" must be one of {Deeds()}.";
        return $"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}, {fault.Path ?? "$"}: {words}";
    }

    /// <summary>All that "do" may be.</summary>
    private static string Deeds() =>
        string.Join(", ", typeof(UserAction).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.TypeDiscriminator));
}
