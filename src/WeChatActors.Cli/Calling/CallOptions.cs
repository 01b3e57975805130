using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>The arguments and options of <c>wechatactors call</c>.</summary>
internal sealed partial class CallOptions
{
    private static readonly string[] Methods = ["GET", "POST"];
    private static readonly string[] TokenPaths = ["/cgi-bin/token", "/cgi-bin/stable_token"];

    private readonly Argument<string?> _method = new("METHOD") { Arity = ArgumentArity.ZeroOrOne, Description = "GET or POST" };
    private readonly Argument<string?> _path = new("PATH") { Arity = ArgumentArity.ZeroOrOne, Description = "As WeChat's documents write it, such as /cgi-bin/menu/get; access_token is filled in" };
    private readonly Option<string[]> _query = new("--query") { HelpName = "NAME=VALUE", Description = "A parameter of the query; may be given several times" };
    private readonly Option<string?> _body = new("--body") { HelpName = "JSON", Description = "The body: JSON, @FILE, or - for standard input" };
    private readonly Option<string[]> _form = new("--form") { HelpName = "NAME=VALUE", Description = "A field of a form, NAME=@FILE for a file; may be given several times" };
    private readonly Option<string?> _list = new("--list") { HelpName = "WORD", Arity = ArgumentArity.ZeroOrOne, Description = "List WeChat's APIs instead, those with a word in path or name" };

    /// <summary>Where the answer goes; null for standard output.</summary>
    public Option<string?> Out { get; } = new("--out") { HelpName = "FILE", Description = "Write the answer into a file; needed on a terminal for pictures and other files" };

    /// <summary>Which account calls.</summary>
    public AccountOptions Accounts { get; } = new();

    /// <summary>Adds them to a command, in the order of the help.</summary>
    public void AddTo(Command command)
    {
        command.Add(_method);
        command.Add(_path);
        foreach (var option in new Option[] { _query, _body, _form, Out }) command.Add(UsageErrors.Guarded(option));
        command.Add(_list);
        Accounts.AddTo(command);
        command.Validators.Add(Check);
    }

    /// <summary>Whether the catalogue is asked for, and the word of it; null word for all.</summary>
    public bool Lists(ParseResult call, out string? word)
    {
        word = call.GetValue(_list);
        return call.GetResult(_list) is not null;
    }

    /// <summary>What is called.</summary>
    public CallLine Line(ParseResult call)
    {
        var (path, query) = Split(call.GetValue(_path)!);
        string[] parameters = [.. call.GetValue(_query)!.Select(Parameter)];
        return new(
            new HttpMethod(call.GetValue(_method)!.ToUpperInvariant()), path, string.Join('&', query.Length > 0 ? [query, .. parameters] : parameters),
            call.GetValue(_body), [.. call.GetValue(_form)!.Select(Pair)]);
    }

    private void Check(CommandResult call)
    {
        if (call.GetResult(_list) is not null) return;
        var method = Text(call, _method);
        var path = Text(call, _path);
        if (method is null || path is null)
        {
            call.AddError($"{(method is null ? _method.Name : _path.Name)} is missing, expected {CommandLine.Name} call GET|POST PATH; --list shows WeChat's APIs.");
            return;
        }
        if (!Methods.Contains(method.ToUpperInvariant())) call.AddError($"'{method}' stands at METHOD, expected one of: {string.Join(", ", Methods)}.");
        CheckPath(call, path);
        foreach (var option in new[] { _query, _form })
            foreach (var token in Tokens(call, option))
                if (token.IndexOf('=', StringComparison.Ordinal) <= 0) call.AddError($"'{token}' stands at {option.Name}, expected NAME=VALUE.");
        if (TakesToken(Split(path).Path) && Tokens(call, _query).Any(IsAccessToken)) call.AddError("access_token stands at --query, but it is filled in by itself.");
        var body = call.GetResult(_body) is { Tokens.Count: > 0 };
        if (body && Tokens(call, _form).Any()) call.AddError("--form stands beside --body, expected one of the two.");
        if (method.Equals("GET", StringComparison.OrdinalIgnoreCase) && (body || Tokens(call, _form).Any())) call.AddError("A body stands at GET, expected POST, or --query.");
    }

    private static void CheckPath(CommandResult call, string text)
    {
        var (path, query) = Split(text);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            call.AddError($"'{address.GetLeftPart(UriPartial.Path)}' stands at PATH, expected its path alone: {address.AbsolutePath}");
        else if (!path.StartsWith('/') && PlatformPath.FindFault($"/{path}") is null)
            call.AddError($"'{path}' stands at PATH; did you mean '/{path}'?");
        else if (PlatformPath.FindFault(path) is { } fault)
            call.AddError($"'{path}' stands at PATH. {fault}");
        else if (TokenPaths.Contains(path))
            call.AddError($"{path} is asked by the token centre alone: {CommandLine.Name} token show, or {CommandLine.Name} token refresh for a new one.");
        else if (!Query().IsMatch(query))
            call.AddError("The query behind PATH is not escaped: give its parameters with --query NAME=VALUE.");
        else if (TakesToken(path) && query.Split('&').Any(IsAccessToken))
            call.AddError("access_token stands behind PATH, but it is filled in by itself.");
    }

    /// <summary>Whether the account's access_token goes with a path. The calls under /sns/ bring a user's, and a few need none.</summary>
    public static bool TakesToken(string path) =>
        !path.StartsWith("/sns/", StringComparison.Ordinal) && path is not ("/cgi-bin/clear_quota/v2" or "/cgi-bin/showqrcode");

    private static bool IsAccessToken(string parameter) => parameter.StartsWith("access_token=", StringComparison.OrdinalIgnoreCase);

    private static (string Path, string Query) Split(string text) =>
        text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var end ? (text[..end], text[(end + 1)..]) : (text, "");

    private static (string Name, string Value) Pair(string text)
    {
        var split = text.IndexOf('=', StringComparison.Ordinal);
        return (text[..split], text[(split + 1)..]);
    }

    private static string Parameter(string text)
    {
        var (name, value) = Pair(text);
        return $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
    }

    private static string? Text(CommandResult call, Argument argument) => call.GetResult(argument) is { Tokens: [{ Value.Length: > 0 } token, ..] } ? token.Value : null;

    private static IEnumerable<string> Tokens(CommandResult call, Option option) => call.GetResult(option) is { } result ? result.Tokens.Select(token => token.Value) : [];

    [GeneratedRegex(@"^[\x21-\x7E]*$")]
    private static partial Regex Query();
}

/// <summary>What a call of the command says of the call of the platform.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">Begins with a slash.</param>
/// <param name="Query">Escaped; empty for none.</param>
/// <param name="Body">JSON, <c>@FILE</c>, or <c>-</c>; null for none.</param>
/// <param name="Form">Fields; a value <c>@FILE</c> is a file's content.</param>
internal sealed record CallLine(HttpMethod Method, string Path, string Query, string? Body, IReadOnlyList<(string Name, string Value)> Form);
