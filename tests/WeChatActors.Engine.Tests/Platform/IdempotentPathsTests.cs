using System.Globalization;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Platform;

public class IdempotentPathsTests
{
    [Fact]
    public void What_may_be_repeated_of_weChats_whole_catalogue_is_written_down()
    {
        var text = new StringBuilder();
        foreach (var rows in ApiCatalog.Rows.Where(row => row.Host != "api.mch.weixin.qq.com").GroupBy(row => ApiCatalog.PlainPath(row.Path)))
            text.Append(CultureInfo.InvariantCulture, $"{(IdempotentPaths.Contains(rows.Key) ? "repeated" : "once    ")} {rows.First().Method,-4} {rows.Key}\n");
        Golden.Matches("idempotent-paths.txt", text.ToString());
    }

    [Theory]
    [InlineData("GET", "/cgi-bin/something/new", true)]
    [InlineData("POST", "/cgi-bin/something/new", false)]
    [InlineData("GET", "/cgi-bin/message/custom/send", false)]
    [InlineData("POST", "/cgi-bin/user/get", true)]
    [InlineData("GET", "/cgi-bin/menu/delete", false)]
    public void The_path_decides_and_the_method_only_where_the_catalogue_is_silent(string method, string path, bool repeated) =>
        Assert.Equal(repeated, PlatformClient.IsIdempotent(new PlatformRequest { Account = "demo", Method = new HttpMethod(method), Path = path }));

    [Fact]
    public void Every_path_of_the_lists_stands_in_the_catalogue() => Assert.All(IdempotentPaths.Listed, path => Assert.NotEmpty(ApiCatalog.At(path)));
}
