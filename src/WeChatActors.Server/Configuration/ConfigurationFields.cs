using System.Collections.Immutable;
using System.Globalization;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Takes values of the configuration that have a form of their own; what does not fit is reported and gives the default.</summary>
/// <param name="findings">Gets what is wrong.</param>
/// <param name="environment">Fills references.</param>
/// <param name="develop">Whether secrets are only checked, because invented ones take their place.</param>
internal sealed class ConfigurationFields(Findings findings, EnvironmentReferences environment, bool develop)
{
    public bool Develop => develop;

    public Findings Findings => findings;

    /// <summary>A text with its environment references filled; null when absent or wrong.</summary>
    public string? Text(YamlFields fields, string key) =>
        fields.Find(key) is { } node ? Text(node, $"'{key}'") : null;

    public string? Text(YamlNode node, string what) =>
        YamlRead.Text(node, findings, what) is { } text ? node is YamlScalar scalar ? environment.Fill(scalar) : text : null;

    /// <summary>A text that no finding may show, with its environment references filled; null when absent or wrong, and in development
    /// when it has references.</summary>
    public string? Secret(YamlNode node, string what)
    {
        if (node is YamlScalar { IsNull: false } scalar) return develop ? environment.Check(scalar) : environment.Fill(scalar);
        findings.Error(node, $"{node.Described} stands at {what}, expected text.");
        return null;
    }

    /// <summary>A text that no finding may show and that is needed in development too, because what it opens is no part of the platform; with its
    /// environment references filled, null when absent or wrong.</summary>
    public string? CalledSecret(YamlNode node, string what)
    {
        if (node is YamlScalar { IsNull: false } scalar) return environment.Fill(scalar);
        findings.Error(node, $"{(node is YamlScalar ? "nothing" : node.Described)} stands at {what}, expected text.");
        return null;
    }

    /// <summary>A text whose references stay unread; null when absent or wrong, and when it has references.</summary>
    public string? Unfilled(YamlFields fields, string key) =>
        fields.Find(key) is { } node && YamlRead.Text(node, findings, $"'{key}'") is { } text ? node is YamlScalar scalar ? environment.Check(scalar) : text : null;

    /// <summary>A text that must be there; null when it is not.</summary>
    public string? RequireText(YamlFields fields, string key) => fields.Require(key) is null ? null : Text(fields, key);

    /// <summary>A length of time such as <c>4.5s</c>, within bounds, both allowed.</summary>
    public TimeSpan Duration(YamlFields? fields, string key, TimeSpan min, TimeSpan max, TimeSpan @default)
    {
        if (fields?.Find(key) is not { } node) return @default;
        if (YamlRead.Text(node, findings, $"'{key}'") is not { } text) return @default;
        if (ParseDuration(text) is { } duration && duration >= min && duration <= max) return duration;
        findings.Error(node, $"{node.Described} stands at '{key}', expected a time from {Show(min)} to {Show(max)}, such as {Show(@default)}.");
        return @default;
    }

    /// <summary>A length of time such as <c>4.5s</c>; null when a text is none.</summary>
    public static TimeSpan? ParseDuration(string text)
    {
        var unit = text.AsSpan().TrimStart("0123456789.");
        var number = text.AsSpan(0, text.Length - unit.Length);
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > 1e9) return null;
        return unit switch
        {
            "ms" => TimeSpan.FromMilliseconds(amount),
            "s" => TimeSpan.FromSeconds(amount),
            "m" => TimeSpan.FromMinutes(amount),
            "h" when amount <= 1e7 => TimeSpan.FromHours(amount),
            _ => null,
        };
    }

    /// <summary>A length of time as people write it.</summary>
    public static string Show(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1) ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s")
        : time < TimeSpan.FromHours(1) ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.###}m")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.###}h");

    /// <summary>The accounts that <c>accounts</c> names; null when it is left out, which means all.</summary>
    /// <param name="fields">Where it stands.</param>
    /// <param name="aliases">The accounts of the file.</param>
    /// <param name="of">Whose key it is, for the sentence.</param>
    public ImmutableSortedSet<string>? Accounts(YamlFields fields, string[] aliases, string of)
    {
        if (fields.Find("accounts") is not { } node) return null;
        var accounts = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        if (node is YamlList { Items.IsEmpty: true }) Findings.Error(node, "'accounts' is empty, expected aliases under 'accounts' of the configuration; leave it out for all of them.");
        foreach (var item in YamlRead.Texts(node, Findings, "'accounts'"))
        {
            var near = Nearest.Hint(item.Value, aliases);
            if (aliases.Contains(item.Value)) accounts.Add(item.Value);
            else Findings.Error(item, $"{item.Described} stands at 'accounts' of {of}{near}{(near.Length > 0 ? "" : ",")} expected accounts of this file: {string.Join(", ", aliases)}.");
        }
        return accounts.ToImmutable();
    }
}
