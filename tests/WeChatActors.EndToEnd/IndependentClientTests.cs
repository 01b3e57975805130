using System.Xml.Linq;

namespace WeChatActors.EndToEnd;

[Collection(Processes.Name)]
public sealed class IndependentClientTests(Published published)
{
    [ToolsTheory("bash", "openssl", "curl")]
    [InlineData("plaintext", "plain", "你好，周末营业吗？🍵")]
    [InlineData("compatible", "compat", "你好，周末营业吗？🍵")]
    [InlineData("safe", "safe", "你好，周末营业吗？🍵")]
    [InlineData("safe", "safe", "a")]
    public async Task A_packet_sealed_with_openssl_and_sent_with_curl_gets_the_right_reply(string mode, string account, string content)
    {
        using var shop = new Shop(published);
        await using var served = await shop.Serve();
        var file = Path.Combine(shop.Folder, "packet.xml");
        await File.WriteAllTextAsync(file, Packet(content));

        var pushed = await Tool.Run(
            "bash",
            [
                "-c", "exec bash \"$0\" \"$@\" < packet.xml", Path.Combine(AppContext.BaseDirectory, "clients", "push.sh"),
                mode, Callback(served, account), Shop.Credentials.AppId, Shop.Credentials.Token, Shop.Credentials.AesKey!,
            ],
            TimeSpan.FromSeconds(30), shop.Folder);

        AssertReplied(pushed, content);
    }

    [NodeTheory]
    [InlineData("compatible", "compat", "你好，周末营业吗？🍵")]
    [InlineData("safe", "safe", "你好，周末营业吗？🍵")]
    [InlineData("safe", "safe", "a")]
    public async Task A_packet_sealed_by_wechat_crypto_gets_a_reply_that_it_can_open(string mode, string account, string content)
    {
        using var shop = new Shop(published);
        await using var served = await shop.Serve();

        // Contents of every length from one padding block, so that each amount of padding comes up on both ways.
        for (var more = 0; more < 32; more += content.Length > 1 ? 32 : 3)
        {
            var text = content + new string('x', more);
            var pushed = await NodeClient.Push(
                Packet(text, more + 1), mode, Callback(served, account), Shop.Credentials.AppId, Shop.Credentials.Token, Shop.Credentials.AesKey!);
            AssertReplied(pushed, text, more / 3 + 1);
        }
    }

    [ToolsFact("bash", "openssl", "curl")]
    public async Task A_packet_sealed_for_another_token_is_refused()
    {
        using var shop = new Shop(published);
        await using var served = await shop.Serve();
        await File.WriteAllTextAsync(Path.Combine(shop.Folder, "packet.xml"), Packet("你好"));

        var pushed = await Tool.Run(
            "bash",
            [
                "-c", "exec bash \"$0\" \"$@\" < packet.xml", Path.Combine(AppContext.BaseDirectory, "clients", "push.sh"),
                "safe", Callback(served, "safe"), Shop.Credentials.AppId, "guess", Shop.Credentials.AesKey!,
            ],
            TimeSpan.FromSeconds(30), shop.Folder);

        Assert.Equal((1, "", "answered 403\n"), (pushed.ExitCode, pushed.Output, pushed.Errors));
    }

    private static string Packet(string content, long msgId = 1) => PacketXml.Text("oAnn", content, msgId, Shop.Now);

    private static string Callback(Served served, string account) => new Uri(served.Public, $"/wechat/{account}").ToString();

    private static void AssertReplied(Tool pushed, string content, int turn = 1)
    {
        Assert.True(pushed.ExitCode == 0, pushed.ToString());
        var reply = XElement.Parse(pushed.Output);
        Assert.Equal(("oAnn", PacketXml.Account), (reply.Element("ToUserName")!.Value, reply.Element("FromUserName")!.Value));
        Assert.Equal(("text", $"{turn}: {content}"), (reply.Element("MsgType")!.Value, reply.Element("Content")!.Value));
    }
}
