using System.Net;

namespace WeChatActors.Server.Tests.Rules;

/// <summary>Local files that rules name.</summary>
public sealed class RuleFileTests
{
    private const string UploadPath = "/cgi-bin/media/upload";

    // The beginning of a PNG is enough: nobody looks at the picture.
    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    [Fact]
    public async Task A_file_that_reloaded_rules_name_is_uploaded_before_anybody_asks()
    {
        await using var platform = await PlatformEdge.Start();
        await platform.Edge.WriteBesideRules("a.png", Picture);
        await platform.Edge.WriteRules("version: 1\nrules: [{id: picture, exact: 图, reply: {image: a.png}}]\n");
        Assert.Equal(0, await platform.Calls(UploadPath));

        Assert.Equal(HttpStatusCode.OK, (await platform.Admin.PostAsync("/api/accounts/plain/rules/reload", null)).StatusCode);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await platform.Calls(UploadPath) == 0) await Task.Delay(1, limit.Token);
        for (var id = 1L; !(await platform.Edge.Post("plain", platform.Edge.Text("oAnn", "图", id))).Text.Contains("<Image>", StringComparison.Ordinal); id++)
            await Task.Delay(1, limit.Token);
        Assert.Equal(1, await platform.Calls(UploadPath));
    }
}
