namespace WeChatActors.Simulator.Tests;

public class WebGrantsTests
{
    private static readonly DateTimeOffset Start = ApiLab.Start;
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static readonly WebVisitor Ann = new("oAnn", "Ann", "uAnn", 3);

    private readonly WebGrants _grants = new();

    [Fact]
    public void A_code_is_good_once_and_for_five_minutes()
    {
        _grants.AddCode("a", Ann, "snsapi_base", Start);
        _grants.AddCode("b", Ann, "snsapi_base", Start);
        Assert.Equal(40029, _grants.Exchange("c", Start, "t", "r", out _));
        Assert.Equal(0, _grants.Exchange("a", Start.AddMinutes(5) - Tick, "t", "r", out var grant));
        Assert.Equal((Ann, "snsapi_base", "t", "r"), (grant.Visitor, grant.Scope, grant.Token, grant.RefreshToken));
        Assert.Equal(40163, _grants.Exchange("a", Start.AddMinutes(6), "t2", "r2", out _));
        Assert.Equal(42003, _grants.Exchange("b", Start.AddMinutes(5), "t3", "r3", out _));
    }

    [Fact]
    public void A_living_token_lives_on_and_a_dead_one_is_replaced_for_thirty_days()
    {
        _grants.AddCode("a", Ann, "snsapi_userinfo", Start);
        _grants.Exchange("a", Start, "t1", "r", out _);
        Assert.Equal(0, _grants.Renew("r", Start.AddHours(1), "t2", out var grant));
        Assert.Equal(("t1", Start.AddHours(3), "r"), (grant.Token, grant.ExpiresAt, grant.RefreshToken));
        Assert.Equal(0, _grants.Renew("r", Start.AddHours(3), "t3", out grant));
        Assert.Equal(("t3", Start.AddHours(5)), (grant.Token, grant.ExpiresAt));
        Assert.Equal(Start.AddHours(3), _grants.FindToken("t1")!.ExpiresAt);

        Assert.Equal(0, _grants.Renew("r", Start.AddDays(30) - Tick, "t4", out _));
        Assert.Equal(42002, _grants.Renew("r", Start.AddDays(30), "t5", out _));
        Assert.Equal(40030, _grants.Renew("other", Start, "t6", out _));
    }

    [Fact]
    public void What_is_long_dead_is_forgotten()
    {
        _grants.AddCode("a", Ann, "snsapi_base", Start);
        _grants.Exchange("a", Start, "t", "r", out _);
        _grants.AddCode("b", Ann, "snsapi_base", Start.AddDays(2));
        Assert.Equal(40029, _grants.Exchange("a", Start.AddDays(2), "t", "r", out _));
        Assert.Null(_grants.FindToken("t"));
        Assert.Equal(0, _grants.Renew("r", Start.AddDays(2), "t2", out _));
    }
}
