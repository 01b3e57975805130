using System.Text;

namespace WeChatActors.Rules;

/// <summary>Reads what stands under <c>http</c> and <c>llm</c>.</summary>
internal static class CallReader
{
    /// <summary>The shortest and the longest a call may take.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromMinutes(10);

    private const int MaxRetries = 5, MaxHistory = 20;

    // Set by whoever sends the request.
    private static readonly string[] OwnHeaders = ["host", "content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer"];

    public static HttpAction? Http(YamlEntry entry, RuleScope scope)
    {
        if (YamlFields.Read(entry.Value, scope.Findings, "'http'", ActionShapes.Http.Names) is not { } fields) return null;
        var method = Only(fields, ActionShapes.Methods, scope);
        if (method is null && !fields.HasUnknown) scope.Findings.Error(fields.Map, $"'http' has no address, expected one of: {string.Join(", ", ActionShapes.Methods)}.");
        var url = method is null ? scope.NoText : Url(method, scope);
        if (method?.Value is YamlScalar address)
        {
            scope.Builder.Tests.Calls(CallKind.Http, address.Value);
            scope.Builder.CallSites.Add(CallSite.Http(address));
        }

        var content = Only(fields, ActionShapes.Bodies, scope);
        if (content is not null && method?.Key.Value == "get")
            scope.Findings.Error(content.Key, $"'{content.Key.Value}' stands beside 'get', which sends nothing; expected 'post' or 'put'.");
        var body = content is null ? null : Body(content, scope);
        var headers = fields.Find("headers") is { } map ? Headers(map, scope) : [];
        var into = Into(fields, scope);
        if (into is not null) scope.AddCall(entry.Key, into, hasFallback: false);
        return new(
            scope.AddCallPlace(entry.Key), method?.Key.Value.ToUpperInvariant() ?? "GET", url, headers, body,
            Deadline(fields, scope), fields.Whole("retry", 0, MaxRetries, 0), fields.Bool("once", false), into);
    }

    public static LlmAction? Llm(YamlEntry entry, RuleScope scope)
    {
        if (YamlFields.Read(entry.Value, scope.Findings, "'llm'", ActionShapes.Llm.Names) is not { } fields) return null;
        var model = fields.Find("model") is null ? "default" : fields.RequireText("model") ?? "";
        if (model.Contains("{{", StringComparison.Ordinal)) scope.Findings.Error(fields.Find("model")!, "{{ }} is not evaluated in 'model', expected the name of a model of the configuration.");
        scope.Builder.Tests.Calls(CallKind.Llm, model);
        scope.Builder.CallSites.Add(new(CallKind.Llm, (fields.Find("model") ?? entry.Key).Place, model));
        var system = fields.Find("system") is { } instructions ? scope.Template(instructions, "'system'") : null;
        var prompt = fields.Find("prompt") is { } question ? scope.Template(question, "'prompt'") ?? scope.NoText : null;
        if (prompt?.Constant is { } constant && string.IsNullOrWhiteSpace(constant)) scope.Findings.Error(fields.Find("prompt")!, "'prompt' is empty, expected text.");
        if (prompt is null && scope.Reach == Reach.Closing)
            scope.Findings.Error(fields.Map, "'llm' has no 'prompt', expected one, because this rule answers no message.");
        var into = Into(fields, scope);
        var replies = fields.Bool("reply", false);
        if (into is null && !replies && !fields.HasUnknown)
            scope.Findings.Error(fields.Map, "nothing becomes of the model's answer, expected 'reply: true' or 'into'.");
        var fallback = fields.Map.Find("fallback");
        if (into is not null) scope.AddCall(entry.Key, into, hasFallback: fallback is not null || replies);
        if (replies && fallback is null)
            scope.Findings.Warning(entry.Key, "unhandled-call", "the model may fail, and then the user hears nothing; 'fallback' says what to answer.");
        return new(
            scope.AddCallPlace(entry.Key), model, system, prompt, fields.Whole("history", 0, MaxHistory, 0),
            Deadline(fields, scope), replies, fallback is null ? null : new(scope.Branch(fallback.Key, "'fallback'"), Fallback(fallback, scope)), into);
    }

    private static RuleAction[] Fallback(YamlEntry entry, RuleScope scope) =>
        entry.Value is YamlScalar ? [new ReplyAction(ReplyReader.Read(entry.Value, scope))] : scope.Perhaps(() => ActionReader.ReadAll(entry.Value, scope));

    private static YamlEntry? Only(YamlFields fields, string[] keys, RuleScope scope)
    {
        YamlEntry? only = null;
        foreach (var entry in fields.Map.Entries)
        {
            if (Array.IndexOf(keys, entry.Key.Value) < 0) continue;
            if (only is null) only = entry;
            else scope.Findings.Error(entry.Key, $"'{entry.Key.Value}' stands beside '{only.Key.Value}', expected one of the two.");
        }

        return only;
    }

    private static Template Url(YamlEntry method, RuleScope scope)
    {
        if (scope.Template(method.Value, $"'{method.Key.Value}'") is not { } url) return scope.NoText;
        if (url.Constant is { } address && !HttpAction.IsAddress(address))
            scope.Findings.Error(method.Value, $"{method.Value.Described} stands at '{method.Key.Value}', expected an address that begins with https:// or http://.");
        return url;
    }

    private static TimeSpan? Deadline(YamlFields fields, RuleScope scope) =>
        fields.Find("deadline") is { } node ? DurationReader.Read(node, scope.Findings, "'deadline'", Shortest, Longest) : null;

    private static string? Into(YamlFields fields, RuleScope scope)
    {
        if (fields.Find("into") is not { } node || YamlRead.Text(node, scope.Findings, "'into'") is not { } name) return null;
        if (!scope.Builder.IsUnusedName(node, name)) return null;
        if (!scope.Slots.Contains(name)) return name;
        scope.Findings.Error(node, $"'{name}' is a slot of the dialog already, expected another name.");
        return null;
    }

    private static NamedTemplate[] Headers(YamlNode node, RuleScope scope)
    {
        var headers = new List<NamedTemplate>();
        foreach (var (key, value) in Entries(node, scope, "'headers'"))
        {
            if (key.Value.Length == 0 || !key.Value.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
                scope.Findings.Error(key, $"{key.Described} is not the name of a header, expected letters, digits and -.");
            else if (Array.IndexOf(OwnHeaders, key.Value.ToLowerInvariant()) >= 0)
                scope.Findings.Error(key, $"'{key.Value}' is set by the engine, expected another header.");
            else if (scope.Template(value, $"'{key.Value}'") is { } text)
                headers.Add(new(key.Value, text));
        }

        return [.. headers];
    }

    private static RequestBody? Body(YamlEntry entry, RuleScope scope)
    {
        switch (entry.Key.Value)
        {
            case "json":
                var tree = ValueReader.Read(entry.Value, scope, "a value of 'json'", dollars: true);
                return new("application/json; charset=utf-8", evaluation => Json(tree, evaluation));
            case "form":
                NamedTemplate[] fields = [.. Entries(entry.Value, scope, "'form'").Select(field => new NamedTemplate(field.Key.Value, scope.Template(field.Value, $"'{field.Key.Value}'") ?? scope.NoText))];
                return new("application/x-www-form-urlencoded", evaluation => Form(fields, evaluation));
            default:
                var text = scope.Template(entry.Value, "'text'") ?? scope.NoText;
                return new("text/plain; charset=utf-8", text.Render);
        }
    }

    private static string? Json(ValueSource tree, Evaluation evaluation)
    {
        var value = tree.Make(evaluation);
        evaluation.Refill();
        return evaluation.Fits(value) ? PlainJson.Write(value) : null;
    }

    private static string Form(NamedTemplate[] fields, Evaluation evaluation)
    {
        var form = new StringBuilder();
        foreach (var (name, text) in fields)
            form.Append(form.Length > 0 ? "&" : "").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(text.Render(evaluation)));
        return form.ToString();
    }

    private static System.Collections.Immutable.ImmutableArray<YamlEntry> Entries(YamlNode node, RuleScope scope, string what)
    {
        if (node is YamlMap map) return map.Entries;
        scope.Findings.Error(node, $"{node.Described} stands at {what}, expected a map from names to texts.");
        return [];
    }
}
