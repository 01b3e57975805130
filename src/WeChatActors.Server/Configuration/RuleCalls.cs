using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Holds what rules call against what the configuration lets them call.</summary>
internal static class RuleCalls
{
    /// <summary>Warns of each host that is not allowed, and of each model that is not there.</summary>
    /// <param name="rules">The rules of all accounts.</param>
    /// <param name="calls">Which hosts are allowed.</param>
    /// <param name="models">The models by name.</param>
    /// <param name="findings">Gets the warnings, each once, however many accounts have the rules.</param>
    public static void Check(IEnumerable<AccountRules> rules, CallOptions calls, ImmutableDictionary<string, ModelOptions> models, Findings findings)
    {
        var told = new HashSet<Finding>();
        foreach (var script in rules.Select(account => account.Load.Script).OfType<Script>())
            foreach (var site in script.CallSites)
                if (Of(site, calls, models) is { } finding && !script.Ignores(finding) && told.Add(finding)) findings.Add(finding);
    }

    private static Finding? Of(CallSite site, CallOptions calls, ImmutableDictionary<string, ModelOptions> models)
    {
        if (site.Target is not { } target) return null;
        if (site.Kind == CallKind.Http)
            return !Uri.TryCreate(target, UriKind.Absolute, out var address) || calls.Find(address) is not null ? null
                : Warning(site, "forbidden-host", $"the configuration does not let rules call '{address.Authority}'; name it at 'calls: allow_hosts'.");
        if (models.ContainsKey(target)) return null;
        string[] known = [.. models.Keys.Order(StringComparer.Ordinal)];
        return Warning(site, "missing-model", known.Length == 0
            ? $"the configuration has no model '{target}'; give it at 'models'."
            : $"the configuration has no model '{target}'{Nearest.Hint(target, known)}{(Nearest.To(target, known) is null ? ";" : "")} 'models' has: {string.Join(", ", known)}.");
    }

    private static Finding Warning(CallSite site, string id, string message) =>
        new(Severity.Warning, site.Place.File, site.Place.Line, site.Place.Column, message) { Id = id };
}
