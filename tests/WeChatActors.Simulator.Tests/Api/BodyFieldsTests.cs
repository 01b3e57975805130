using System.Text.Json;

namespace WeChatActors.Simulator.Tests;

public class BodyFieldsTests
{
    [Theory]
    [InlineData("{}", 41011, "'a' is missing.")]
    [InlineData("""{"a":null}""", 41011, "'a' is missing.")]
    [InlineData("""{"a":""}""", 41011, "'a' is empty.")]
    [InlineData("""{"a":[]}""", 47001, "'a' is not a string.")]
    public void A_text_has_to_be_there(string json, int code, string detail) => Refuses(json, code, detail, fields => fields.Text("a", 41011));

    [Theory]
    [InlineData("""{"a":1.5}""", "'a' is not a whole number.")]
    [InlineData("""{"a":9223372036854775808}""", "'a' is not a whole number.")]
    [InlineData("""{"a":"12x"}""", "'a' does not consist of digits.")]
    [InlineData("""{"a":{}}""", "'a' is not a whole number.")]
    public void A_number_may_be_written_as_a_text(string json, string detail)
    {
        Assert.Equal(12, Of("""{"a":"12"}""").Digits("a"));
        Assert.Equal(12, Of("""{"a":12}""").Digits("a"));
        Refuses(json, 47001, detail, fields => fields.Digits("a"));
    }

    [Theory]
    [InlineData("""{"a":[{"b":7}]}""", 47001, "'a[0].b' is not a string.")]
    [InlineData("""{"a":[{"b":"x"},7]}""", 47001, "'a[1]' is not an object.")]
    [InlineData("""{"a":{}}""", 47001, "'a' is not a list.")]
    [InlineData("""{"a":[{"c":"x"}]}""", 40035, "'a[0].c' is not a field here; known are b.")]
    public void The_place_of_a_fault_is_named(string json, int code, string detail) => Refuses(json, code, detail, fields =>
    {
        foreach (var item in fields.Objects("a")) item.Only("b").Optional("b");
    });

    [Fact]
    public void The_first_fault_counts() => Refuses("{}", 41009, "'a' is missing.", fields =>
    {
        fields.Text("a", 41009);
        fields.Object("b", 40035).Text("c", 41011);
    });

    [Fact]
    public void A_truth_value_may_be_0_or_1()
    {
        Assert.True(Of("""{"a":1}""").Flag("a"));
        Assert.True(Of("""{"a":true}""").Flag("a"));
        Assert.False(Of("""{"a":0}""").Flag("a"));
        Assert.False(Of("{}").Flag("a"));
        Refuses("""{"a":2}""", 47001, "'a' is neither true nor false.", fields => fields.Flag("a"));
    }

    [Fact]
    public void A_missing_object_reads_as_empty()
    {
        var fields = Of("{}");
        Assert.Equal("", fields.Object("a", 40035).Object("b", 40035).Text("c", 41011));
        Assert.Empty(fields.Object("a", 40035).Objects("d"));
        Assert.Equal(ApiAnswer.Fail(40035, "'a' is missing."), fields.Refusal);
    }

    private static BodyFields Of(string json) => BodyFields.Of(JsonDocument.Parse(json).RootElement);

    private static void Refuses(string json, int code, string detail, Action<BodyFields> read)
    {
        var fields = Of(json);
        read(fields);
        Assert.Equal(ApiAnswer.Fail(code, detail), fields.Refusal);
    }
}
