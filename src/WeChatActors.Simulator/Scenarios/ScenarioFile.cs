using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatActors.Simulator;

/// <summary>Reads scenarios from JSON, names in snake_case. Strict: an unknown, missing or repeated member is an error with its place.</summary>
internal static class ScenarioFile
{
    /// <summary>The most steps of a scenario.</summary>
    public const int MaxSteps = 10_000;

    /// <summary>The most people of a scenario.</summary>
    public const int MaxFollowers = 1_000;

    /// <summary>The longest wait of one step, in seconds: ten years.</summary>
    public const double MaxWait = 3660.0 * 24 * 60 * 60;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads one.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="error">Where and why it cannot be read, in one sentence.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Scenario? scenario, [NotNullWhen(false)] out string? error)
    {
        scenario = null;
        try
        {
            scenario = JsonSerializer.Deserialize<Scenario>(json, Options);
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
        for (var i = 0; i < scenario.Steps.Length; i++)
        {
            var step = scenario.Steps[i];
            if (step.Person < 1 || step.Person > scenario.Followers.Length)
                return $"steps[{i}].person is {step.Person}; the followers are 1 to {scenario.Followers.Length}.";
            if (step.Wait is not (>= 0 and <= MaxWait))
                return $"steps[{i}].wait is {step.Wait}; it must be seconds, from 0 to ten years.";
        }
        return null;
    }

    /// <summary>The serializer's own words, without the place it appends and our namespace, behind the place.</summary>
    private static string Describe(JsonException fault)
    {
        var words = fault.Message;
        if (words.IndexOf(" Path: ", StringComparison.Ordinal) is > 0 and var end) words = words[..end];
        if (words.StartsWith("Read unrecognized type discriminator", StringComparison.Ordinal)) words = $"\"do\" must be one of {Deeds()}.";
        words = words.Replace($"{typeof(Scenario).Namespace}.", "", StringComparison.Ordinal);
        return $"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}, {fault.Path ?? "$"}: {words}";
    }

    /// <summary>All that "do" may be.</summary>
    private static string Deeds() =>
        string.Join(", ", typeof(UserAction).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.TypeDiscriminator));
}
