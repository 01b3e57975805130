using System.Text;

namespace WeChatActors.Replay.Tests.Playing;

/// <summary>Verdicts stand on terminals and in reports: they hold neither secrets nor persons.</summary>
public class VerdictTests
{
    private readonly Stage _stage = new();

    [Theory]
    [InlineData("https://bot.example/wx/?signature=s3cret&nonce=n0nce&openid=oAnn", "https://bot.example/wx/")]
    [InlineData("/wx/?signature=s3cret", "/wx/")]
    [InlineData("?signature=s3cret", "")]
    [InlineData("https://bot.example/wx#openid=oAnn", "https://bot.example/wx")]
    [InlineData("https://me:s3cret@bot.example/wx", "https://bot.example/wx")]
    [InlineData("//me:s3cret@bot.example", "//bot.example")]
    [InlineData("https://bot.example/@me/wx", "https://bot.example/@me/wx")]
    [InlineData("https://bot.example/of/OPENID/wx", "https://bot.example/of/.../wx")]
    public async Task A_redirect_is_told_without_what_stands_in_its_query(string location, string told)
    {
        var answer = ScriptedTarget.Ok("", 302) with { Location = location.Replace("OPENID", Stage.OpenId(1), StringComparison.Ordinal) };
        Assert.Equal($"The status is 302, a redirect to {told}; WeChat does not follow it. Configure that address as the callback.", await Verdict(answer));
    }

    [Theory]
    [InlineData("oStranger00000000000000000001", "gh_x", "ToUserName is not the packet's FromUserName, the follower's OpenID.")]
    [InlineData(null, "oStranger00000000000000000001", "FromUserName is not the packet's ToUserName, the account's original id.")]
    public async Task A_reply_to_somebody_else_is_told_without_his_name(string? to, string from, string verdict)
    {
        var reply = $"<xml><ToUserName>{to ?? Stage.OpenId(1)}</ToUserName><FromUserName>{from}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>";
        Assert.Equal(verdict, await Verdict(ScriptedTarget.Ok("") with { Body = Encoding.UTF8.GetBytes(reply) }));
    }

    private async Task<string> Verdict(WireAnswer answer)
    {
        await _stage.Play(Stage.Options(new Pace.Speed(1)), [Stage.Text(0, 1)], _ => (TimeSpan.FromMilliseconds(20), answer));
        return Assert.Single(_stage.Played).Verdict;
    }
}
