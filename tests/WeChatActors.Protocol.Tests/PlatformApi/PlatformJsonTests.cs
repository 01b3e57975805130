using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatActors.Protocol.Tests;

public sealed class PlatformJsonTests
{
    [Theory]
    [InlineData("今日推荐 🍵👨‍👩‍👧", "\"今日推荐 🍵👨‍👩‍👧\"")]
    [InlineData("<a href='x'>&é\u00A0\u2028</a>", "\"<a href='x'>&é\u00A0\u2028</a>\"")]
    [InlineData("a\"b\\c\n\t\u0001", "\"a\\\"b\\\\c\\n\\t\\u0001\"")]
    [InlineData("", "\"\"")]
    public void Only_what_JSON_demands_is_escaped(string text, string json)
    {
        Assert.Equal(json, JsonValue.Create(text).ToJsonString(PlatformJson.Serializing));
        Assert.Equal(json, JsonSerializer.Serialize(text, PlatformJson.Serializing));
        Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
    }

    [Fact]
    public void Half_a_pair_becomes_the_replacement_character_and_valid_JSON()
    {
        var json = JsonSerializer.Serialize("a" + '\uD83C' + "b", PlatformJson.Serializing);
        Assert.Equal("a\uFFFDb", JsonSerializer.Deserialize<string>(json));
    }

    [Fact]
    public void A_long_text_keeps_every_character()
    {
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => i % 7 == 0 ? "🍵" : i % 5 == 0 ? "茶\n" : "x"));
        var json = JsonSerializer.SerializeToUtf8Bytes(text, PlatformJson.Serializing);
        Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
        Assert.Equal(-1, json.AsSpan().IndexOf("\\u"u8));
    }
}
