using System.Text;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Simulator;

/// <summary>Answers that are none.</summary>
internal static class Garbage
{
    private const string HalfJson = """{"errcode":0,"errmsg":"o""";

    private const string Html = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

    /// <summary>Half a JSON object for odd hits; for even ones the page of a proxy, with status 200 as some proxies have it.</summary>
    public static WrittenAnswer Of(int hit) => hit % 2 == 1 ? Text("application/json; encoding=utf-8", HalfJson) : Text("text/html", Html);

    private static WrittenAnswer Text(string type, string text) => new(StatusCodes.Status200OK, type, Encoding.UTF8.GetBytes(text), text, -1, null);
}
