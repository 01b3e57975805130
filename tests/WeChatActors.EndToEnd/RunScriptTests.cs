using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;

namespace WeChatActors.EndToEnd;

[Collection(Processes.Name)]
public sealed class RunScriptTests
{
    [ToolsFact("bash", "curl", "dotnet", "sha1sum")]
    public async Task The_command_that_run_sh_prints_gets_an_answer_from_the_demo_bot()
    {
        var data = Directory.CreateTempSubdirectory("wechatactors-").FullName;
        try
        {
            await using var served = await Served.Start(
                "bash", ["scripts/run.sh", "--data", data, "--public", $"http://127.0.0.1:{FreePort()}", "--admin", $"http://127.0.0.1:{FreePort()}"],
                Published.Repository(), limit: TimeSpan.FromMinutes(3)); // it builds first
            var command = served.Output.Where(line => line.StartsWith("T=", StringComparison.Ordinal) || line.StartsWith("curl ", StringComparison.Ordinal)).ToList();
            Assert.StartsWith("curl ", command[^1], StringComparison.Ordinal);

            var said = await Tool.Run("bash", ["-c", string.Join('\n', command)], TimeSpan.FromSeconds(30));

            Assert.True(said.ExitCode == 0, said.ToString());
            Assert.Equal("oDemoUser", XElement.Parse(said.Output).Element("ToUserName")!.Value);
            Assert.Contains("好", XElement.Parse(said.Output).Element("Content")!.Value, StringComparison.Ordinal);
            Assert.Equal(0, await served.Stop());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
