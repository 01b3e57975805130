using System.CommandLine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors schema</c>: the JSON Schema of rule files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(Surroundings around)
    {
        var output = new Option<string?>("--out") { HelpName = "FILE", Description = "Write the schema into a file" };
        var command = new DescribedCommand("schema", "Prints the JSON Schema of rule files, by which editors complete and check them, described in English and Chinese.")
        {
            Examples =
            [
                ($"{CommandLine.Name} schema --out conf/rules/rules.schema.json", "then begin a rule file with: # yaml-language-server: $schema=rules.schema.json"),
                ($"{CommandLine.Name} schema > rules.schema.json", "the same on standard output"),
            ],
            ExitCodes = [(ExitCode.Done, "printed"), (ExitCode.Failed, "the file cannot be written"), (ExitCode.Misused, "a bad argument")],
        };
        command.Add(UsageErrors.Guarded(output));
        command.SetAction((call, ct) => Result.Write(RuleSchema.Write(), call.GetValue(output), around, ct));
        return command;
    }
}
