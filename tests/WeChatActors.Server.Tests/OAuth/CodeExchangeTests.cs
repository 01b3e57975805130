using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server.Tests.OAuth;

public sealed class CodeExchangeTests
{
    private static readonly PlatformAccess Access = new("wx1", new AppSecret("0123456789abcdef0123456789abcdef"), PlatformHosts.WeChat, TokenMode.Stable);

    private readonly VirtualTime _time = new();
    private readonly List<PlatformRequest> _asked = [];

    [Fact]
    public async Task Base_scope_gives_the_OpenID_and_asks_nothing_more()
    {
        var given = Assert.IsType<WebGrant.Given>(await Exchange("""{"access_token":"T","openid":"oAnn","scope":"snsapi_base"}"""));

        Assert.Equal((new OpenId("oAnn"), AuthorisationScope.Base), (given.OpenId, given.Scope));
        Assert.Equal(new Profile(null, null, null, AuthorisationScope.Base, _time.GetUtcNow()), given.Profile);
        var request = Assert.Single(_asked);
        Assert.Equal(("/sns/oauth2/access_token", "appid=wx1&secret=0123456789abcdef0123456789abcdef&code=c-_1&grant_type=authorization_code"), (request.Path, request.Query));
        Assert.Equal((false, false, false, HttpMethod.Get), (request.WithToken, request.Idempotent, request.Replayable, request.Method));
    }

    [Fact]
    public async Task Userinfo_scope_gives_the_profile()
    {
        var given = Assert.IsType<WebGrant.Given>(await Exchange(
            """{"access_token":"T+/1","expires_in":7200,"refresh_token":"R","openid":"oAnn","scope":"snsapi_userinfo","unionid":"uAnn"}""",
            """{"openid":"oAnn","nickname":"小明🍵","sex":0,"headimgurl":"https://thirdwx.qlogo.cn/a/132","privilege":[],"unionid":"uAnn"}"""));

        Assert.Equal(new Profile("uAnn", "小明🍵", "https://thirdwx.qlogo.cn/a/132", AuthorisationScope.UserInfo, _time.GetUtcNow()), given.Profile);
        Assert.Equal(("/sns/userinfo", "access_token=T%2B%2F1&openid=oAnn&lang=zh_CN", false), (_asked[1].Path, _asked[1].Query, _asked[1].WithToken));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("true")]
    public async Task A_snapshot_user_is_nobody_and_is_asked_nothing(string flag)
    {
        var given = Assert.IsType<WebGrant.Given>(await Exchange($$"""{"access_token":"T","openid":"oNobody","scope":"snsapi_userinfo","unionid":"u","is_snapshotuser":{{flag}}}"""));
        Assert.Null(given.Profile);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Zero_is_no_snapshot_user() =>
        Assert.NotNull(Assert.IsType<WebGrant.Given>(await Exchange("""{"access_token":"T","openid":"oAnn","scope":"snsapi_base","is_snapshotuser":0}""")).Profile);

    [Fact]
    public async Task A_profile_that_is_odd_is_taken_as_far_as_it_goes()
    {
        const string Grant = """{"access_token":"T","openid":"oAnn","scope":"snsapi_userinfo"}""";
        Assert.Equal((null, null, null), await Told("""{"openid":"oAnn","nickname":"","headimgurl":"","unionid":""}"""));
        Assert.Equal((null, null, null), await Told("""{"nickname":7,"headimgurl":["x"],"unionid":"a b"}"""));
        Assert.Equal((null, null, null), await Told("""{"nickname":"\ud800","headimgurl":"javascript:alert(1)"}"""));
        Assert.Equal((null, null, null), await Told("[]"));
        Assert.Equal((null, new string('茶', 127), null), await Told($$"""{"nickname":"{{new string('茶', 127)}}🍵🍵"}"""));
        Assert.Equal((null, null, null), await Told($$"""{"headimgurl":"https://a.example/{{new string('a', 1100)}}"}"""));

        async Task<(string?, string?, string?)> Told(string person)
        {
            var profile = Assert.IsType<WebGrant.Given>(await Exchange(Grant, person)).Profile!;
            return (profile.UnionId, profile.Name, profile.Picture);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"openid":""}""")]
    [InlineData("""{"openid":"../x"}""")]
    [InlineData("""{"openid":7}""")]
    [InlineData("""{"openid":"oAnn","scope":"snsapi_userinfo"}""")]
    [InlineData("""{"openid":"oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo"}""")]
    public async Task An_answer_that_names_nobody_ends_on_a_page(string json) =>
        Assert.Equal(new LoginOutcome.Failed(LoginFault.NoAnswer), Assert.IsType<WebGrant.Failed>(await Exchange(json)).Outcome);

    [Theory]
    [InlineData(40029, LoginFault.CodeSpent, false)]
    [InlineData(40163, LoginFault.CodeSpent, false)]
    [InlineData(42003, LoginFault.CodeSpent, false)]
    [InlineData(40001, LoginFault.Refused, true)]
    [InlineData(40125, LoginFault.Refused, true)]
    [InlineData(48001, LoginFault.Refused, true)]
    public async Task A_refusal_is_the_browser_s_or_the_operator_s(int errcode, object fault, bool logged)
    {
        var failed = Assert.IsType<WebGrant.Failed>(await Exchange(new PlatformResult.Refused(errcode, Errcode.ClassOf(errcode), "m", "Mend it.", null)));
        Assert.Equal(new LoginOutcome.Failed((LoginFault)fault, errcode), failed.Outcome);
        Assert.Equal(logged ? $"a login was refused with {errcode}: Mend it." : null, failed.Why);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task What_is_not_known_is_not_tried_again()
    {
        foreach (var result in (PlatformResult[])[new PlatformResult.Unknown("it broke off."), new PlatformResult.NotSent("nobody listens.", null)])
        {
            _asked.Clear();
            var failed = Assert.IsType<WebGrant.Failed>(await Exchange(result));
            Assert.Equal(LoginFault.NoAnswer, failed.Outcome.Fault);
            Assert.Single(_asked);
        }
    }

    private ValueTask<WebGrant> Exchange(params string[] answers) => Exchange([.. answers.Select(json => new PlatformResult.Done(JsonDocument.Parse(json).RootElement))]);

    private async ValueTask<WebGrant> Exchange(params PlatformResult[] answers)
    {
        _asked.Clear();
        var exchange = new CodeExchange((request, _) =>
        {
            _asked.Add(request);
            return new(answers[_asked.Count - 1]);
        }, _time);
        return await exchange.Exchange("shop", Access, "c-_1");
    }
}
