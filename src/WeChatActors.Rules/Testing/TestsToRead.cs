namespace WeChatActors.Rules;

/// <summary>Tests that were met while files are read, and what they may name: they are read last.</summary>
internal sealed class TestsToRead
{
    private readonly List<(YamlNode Tests, string Owner, string File)> _met = [];
    private readonly HashSet<string> _models = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private bool _callsAnyHost;

    /// <summary>The tests with whom they stand at, in the order of the files.</summary>
    public IReadOnlyList<(YamlNode Tests, string Owner, string File)> Met => _met;

    /// <summary>Keeps what stands at <c>tests</c>.</summary>
    /// <param name="tests">The list.</param>
    /// <param name="owner">The rule's id, <c>dialog:NAME</c>, or the file.</param>
    /// <param name="file">The file, relative to the folder of the first one.</param>
    public void Add(YamlNode tests, string owner, string file) => _met.Add((tests, owner, file));

    /// <summary>Notes a call that some actions make.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="target">The model's name, or the address as it is written.</param>
    public void Calls(CallKind kind, string target)
    {
        if (kind == CallKind.Llm)
        {
            _models.Add(target);
            return;
        }

        var from = target.IndexOf("://", StringComparison.Ordinal);
        var host = from < 0 ? "" : target[(from + 3)..];
        var end = host.IndexOfAny(['/', '?', '#']);
        if (end >= 0) host = host[..end];
        // One whose host an expression makes may go anywhere.
        if (host.Length == 0 || host.Contains("{{", StringComparison.Ordinal)) _callsAnyHost = true;
        else _hosts.Add(host);
    }

    /// <summary>Whether any actions make calls of a kind.</summary>
    public bool HasCalls(CallKind kind) => kind == CallKind.Llm ? _models.Count > 0 : _callsAnyHost || _hosts.Count > 0;

    /// <summary>Reports a host or model that nothing calls.</summary>
    public void CheckTarget(YamlScalar at, CallKind kind, string target, Findings findings)
    {
        string[] known = [.. (kind == CallKind.Llm ? _models : _hosts).Order(StringComparer.Ordinal)];
        if (kind == CallKind.Llm ? _models.Contains(target) : _callsAnyHost || _hosts.Any(host => target.StartsWith(host, StringComparison.OrdinalIgnoreCase))) return;
        var (what, key) = kind == CallKind.Llm ? ("model", "llm") : ("host", "http");
        findings.Error(at, known.Length == 0
            ? $"'{key}' answers calls, but no rule makes one; leave it out, or give a rule the action '{key}'."
            : $"no rule calls the {what} '{target}'{Nearest.Hint(target, known)}{(Nearest.To(target, known) is null ? "; they call" : " They call")}: {string.Join(", ", known)}.");
    }
}
