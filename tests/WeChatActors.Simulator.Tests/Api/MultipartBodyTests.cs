using System.Net.Http.Headers;
using System.Text;

namespace WeChatActors.Simulator.Tests;

public class MultipartBodyTests
{
    private static async Task<ApiLab> Lab(List<ApiRequest> seen)
    {
        var table = new ApiTable();
        TokensApi.Register(table);
        table.Add("POST", "/cgi-bin/media/upload", ApiNeeds.Token | ApiNeeds.Files, request =>
        {
            seen.Add(request);
            return ApiAnswer.Done;
        });
        return await ApiLab.Start_with(table);
    }

    private static async Task<int> Upload(ApiLab lab, HttpContent body) =>
        ApiLab.Code(await lab.Post($"/cgi-bin/media/upload?type=image&access_token={await lab.Token()}", body));

    [Fact]
    public async Task A_file_arrives_with_name_type_and_bytes()
    {
        var seen = new List<ApiRequest>();
        await using var lab = await Lab(seen);
        byte[] bytes = [0, 1, 2, 13, 10, 45, 45, 255];
        var file = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        using var form = new MultipartFormDataContent { { file, "media", "C:\\照片\\小 猫.png" }, { new StringContent("{\"title\":\"你好\"}"), "description" } };
        Assert.Equal(0, await Upload(lab, form));

        var request = Assert.Single(seen);
        var got = Assert.Single(request.Files);
        Assert.Equal(("media", "小 猫.png", "image/png"), (got.Field, got.FileName, got.ContentType));
        Assert.Equal(bytes, got.Data.ToArray());
        Assert.Equal("{\"title\":\"你好\"}", request.Fields["description"]);
        Assert.StartsWith("(multipart, ", lab.Account.Calls.Snapshot()[^1].Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_megabytes_arrive_whole()
    {
        var seen = new List<ApiRequest>();
        await using var lab = await Lab(seen);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[10 << 20]), "media", "a.mp4" } };
        Assert.Equal(0, await Upload(lab, form));
        Assert.Equal(10 << 20, seen[0].Files[0].Data.Length);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data", "--x--")]
    [InlineData("multipart/form-data; boundary=x", "no boundary at all")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a\"\r\n\r\nhalf")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Type: image/png\r\n\r\nbytes\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nbad header without colon\r\n\r\nbytes\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nonly a field\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=\"\"", "--\r\n")]
    public async Task A_body_without_a_file_is_no_upload(string type, string body)
    {
        await using var lab = await Lab([]);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        Assert.Equal(41005, await Upload(lab, content));
    }

    [Fact]
    public async Task Headers_and_parts_without_end_are_refused()
    {
        await using var lab = await Lab([]);
        var headers = "--x\r\nContent-Disposition: form-data; name=\"" + new string('a', 100_000) + "\"\r\n\r\nb\r\n--x--\r\n";
        var parts = string.Concat(Enumerable.Range(0, 100).Select(i => $"--x\r\nContent-Disposition: form-data; name=\"f{i}\"\r\n\r\nb\r\n")) + "--x--\r\n";
        foreach (var body in (string[])[headers, parts])
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
            Assert.Equal(41005, await Upload(lab, content));
        }
    }
}
