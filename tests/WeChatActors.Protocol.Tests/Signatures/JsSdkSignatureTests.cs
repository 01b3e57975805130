using System.Text.Json;

namespace WeChatActors.Protocol.Tests.Signatures;

public class JsSdkSignatureTests
{
    private static readonly JsonElement Vectors = Samples.Json("vectors/jssdk.json").GetProperty("vectors");

    public static TheoryData<string> Names() => [.. Vectors.EnumerateArray().Select(row => row.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Agrees_with_the_vector(string name)
    {
        var row = Vectors.EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);
        var input = row.GetProperty("input");
        string Get(string property) => input.GetProperty(property).ToString();

        var url = JsSdkSignature.PageUrl(Get("page_url"));

        Assert.Equal(row.GetProperty("signed_url").GetString(), url);
        Assert.Equal(row.GetProperty("signature").GetString(), JsSdkSignature.Compute(Get("jsapi_ticket"), Get("noncestr"), Get("timestamp"), url));
    }

    [Theory]
    [InlineData("https://shop.example/", "https://shop.example/")]
    [InlineData("https://shop.example/#", "https://shop.example/")]
    [InlineData("https://shop.example/?q=1#a#b?c", "https://shop.example/?q=1")]
    [InlineData("#", "")]
    public void What_begins_with_a_hash_is_not_signed(string page, string expected) => Assert.Equal(expected, JsSdkSignature.PageUrl(page));
}
