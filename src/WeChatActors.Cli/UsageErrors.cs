using System.CommandLine;
using System.CommandLine.Parsing;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>What is wrong with a call, in sentences that quote the bad value and list the good ones.</summary>
internal static class UsageErrors
{
    public static IEnumerable<string> Of(ParseResult call)
    {
        var command = call.CommandResult.Command;
        if (call.UnmatchedTokens.Count > 0) return [Unmatched(call.UnmatchedTokens[0], command)];
        if (command.Subcommands.Count > 0 && command.Action is null) return [$"A command is missing, expected one of: {Commands(command)}. {Called(command)} --help describes them."];
        return call.Errors.Select(error => error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0, Option: { } option } => $"{option.Name} has no value, expected {option.Name} {option.HelpName}.",
            OptionResult { Tokens.Count: > 1, Option: { } option } when option.Arity.MaximumNumberOfValues == 1 =>
                $"{option.Name} is given more than once, expected it once.",
            ArgumentResult { Tokens.Count: 0, Argument: { } argument } => $"{argument.Name} is missing, expected {Called(command)} {argument.Name}.",
            _ => error.Message,
        }).Distinct();
    }

    /// <summary>Refuses a mistyped option where a file is expected (a file may still be named <c>./-x</c>), and an empty name.</summary>
    public static void RefuseOptions(ArgumentResult files)
    {
        foreach (var token in files.Tokens)
        {
            if (token.Value.Length == 0) files.AddError($"'' stands at {files.Argument.Name}, expected a name.");
            else if (token.Value.StartsWith('-')) files.AddError(Unmatched(token.Value, ((CommandResult)files.Parent!).Command));
        }
    }

    /// <summary>The option, which refuses an empty value: mostly a variable of a shell script that is not set.</summary>
    public static Option Guarded(Option option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value.Length: 0 }]) result.AddError($"'' stands at {option.Name}, expected {option.Name} {option.HelpName}.");
        });
        return option;
    }

    private static string Unmatched(string token, Command command)
    {
        if (token.StartsWith('-'))
        {
            string[] options = [.. Options(command).Order(StringComparer.Ordinal)];
            return $"'{token}' is not an option of {Called(command)}{Clause(token, options)} expected one of: {string.Join(", ", options)}.";
        }
        if (command.Subcommands.Count == 0) return $"'{token}' is one argument too many for {Called(command)}; {Called(command)} --help shows what it takes.";
        return $"'{token}' is not a command{Of(command)}{Clause(token, [.. command.Subcommands.Select(sub => sub.Name)])} expected one of: {Commands(command)}.";
    }

    private static string Clause(string name, string[] known) => Nearest.Hint(name, known) is { Length: > 0 } hint ? hint : ",";

    /// <summary>A command as it is called: <c>wechatactors token show</c>.</summary>
    private static string Called(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Called(parent)} {command.Name}" : command.Name;

    private static string Of(Command command) => command.Parents.Any() ? $" of {Called(command)}" : "";

    private static string Commands(Command root) => string.Join(", ", root.Subcommands.Select(command => command.Name));

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Select(option => option.Name).Concat(Above(command).SelectMany(parent => parent.Options).Where(option => option.Recursive).Select(option => option.Name));

    private static IEnumerable<Command> Above(Command command) => command.Parents.OfType<Command>().SelectMany(parent => Above(parent).Prepend(parent));
}
