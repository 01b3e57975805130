using System.Text.Json;

namespace WeChatActors.Cli.Tests.Schema;

public class SchemaTests
{
    [Fact]
    public async Task The_schema_is_printed_or_written()
    {
        using var folder = new Folder();
        var printed = await Ran.Command("schema");
        Assert.Equal(new Ran(ExitCode.Done, "", ""), await Ran.Command("schema", "--out", folder.File("rules.schema.json")));
        Assert.Equal(printed.Out, File.ReadAllText(folder.File("rules.schema.json")));
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", JsonDocument.Parse(printed.Out).RootElement.GetProperty("$schema").GetString());
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told() => Assert.Equal(ExitCode.Failed, (await Ran.Command("schema", "--out", "/nowhere/at/all.json")).Code);
}
