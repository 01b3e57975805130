using System.Text;

namespace WeChatActors.Engine.Tests.Platform;

public class SecrecyTests
{
    [Fact]
    public async Task No_result_notice_counter_or_text_of_a_call_holds_a_credential()
    {
        var (first, second) = ($"84_{new string('a', 130)}", $"84_{new string('b', 130)}");
        await using var calling = new Calling(tokens: new ScriptedTokens(first, second));
        var echo = $$"""{"errcode":40001,"errmsg":"{{first}} {{second}} {{Calling.Secret}} rid: 6543e1aa-0d2b6f4c-1f4b2c3d"}""";
        calling.Platform.On("/cgi-bin/menu/get", echo).On("/sns/userinfo", """{"access_token":"users-own-secret"}""").On("/cgi-bin/menu/create", ScriptedPlatform.Reset())
            .On("/cgi-bin/menu/addconditional", ScriptedPlatform.Of($"<html>{first}</html>", "text/html"));
        var request = Calling.Get("/sns/userinfo", "access_token=users-own-secret&openid=o") with { WithToken = false };
        var shown = new StringBuilder().Append(request);

        shown.Append(await calling.Call(Calling.Get("/cgi-bin/menu/get"))).Append(await calling.Call(request));
        shown.Append(await calling.Call(Calling.Post("/cgi-bin/menu/create"))).Append(await calling.Call(Calling.Post("/cgi-bin/menu/addconditional")));
        using (var response = Assert.IsType<PlatformExchange.Answered>(await calling.Send(Calling.Get("/cgi-bin/menu/get"))).Response)
            shown.Append(response).Append(response.Errmsg).Append(response.Message).Append(response.Message.RequestMessage);
        await calling.Platform.DisposeAsync();
        shown.Append(await calling.Call(Calling.Post("/cgi-bin/menu/create") with { Replayable = false }));
        shown.AppendJoin(' ', calling.Notices).AppendJoin(' ', calling.Client.QuotaUse("demo"));
        calling.Client.Counters.Write(shown);

        foreach (var credential in new[] { first, second, "users-own-secret", Calling.Secret, "access_token=" }) Assert.DoesNotContain(credential, shown.ToString(), StringComparison.Ordinal);
    }
}
