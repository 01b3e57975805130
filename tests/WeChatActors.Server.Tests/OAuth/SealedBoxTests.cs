using FsCheck;
using FsCheck.Fluent;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server.Tests.OAuth;

public sealed class SealedBoxTests
{
    private const string Base64UrlLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public void What_was_sealed_is_opened_by_every_box_of_the_same_account_and_purpose() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<byte[]>(content =>
            Box().Open(Box(seed: 7).Seal(content)).AsSpan().SequenceEqual(content)));

    [Fact]
    public void One_changed_bit_is_refused()
    {
        var text = Box().Seal("somebody"u8);
        for (var at = 0; at < text.Length; at++)
            for (var bit = 0; bit < 6; bit++)
            {
                var letter = Base64UrlLetters[Base64UrlLetters.IndexOf(text[at], StringComparison.Ordinal) ^ (1 << bit)];
                Assert.Null(Box().Open($"{text[..at]}{letter}{text[(at + 1)..]}"));
            }
    }

    [Fact]
    public void Any_other_text_is_refused()
    {
        var box = Box();
        var text = box.Seal("somebody"u8);
        Assert.All([text + "A", text + "=", " " + text, text + "\n", text[1..], text[..^1], "", "A", "é", new string('A', 5_000), text.Insert(4, "\t")], other => Assert.Null(box.Open(other)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll<string?>(other => other is null || other == text || box.Open(other) is null));
    }

    [Fact]
    public void Another_account_purpose_secret_or_AppID_opens_nothing()
    {
        var text = Box().Seal("somebody"u8);
        Assert.Null(Box(account: "other").Open(text));
        Assert.Null(Box(purpose: "login").Open(text));
        Assert.Null(Box(secret: "secret2").Open(text));
        Assert.Null(Box(appId: "wx2").Open(text));
    }

    [Fact]
    public void The_same_content_never_looks_the_same_and_shows_nothing_of_itself()
    {
        var box = Box();
        var texts = Enumerable.Range(0, 100).Select(_ => box.Seal("oAnnOpenId"u8)).ToList();
        Assert.Equal(100, texts.Distinct().Count());
        Assert.All(texts, text => Assert.True(text.All(c => Base64UrlLetters.Contains(c, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_ticket_comes_back_as_it_was_and_lives_for_two_minutes_to_the_tick()
    {
        var made = Samples.Now;
        var ticket = new LoginTicket(LoginTicket.NewId(Dice.Of(1)), new OpenId("oAnn-_9"), AuthorisationScope.UserInfo, SnapshotUser: true, made);
        var text = ticket.Seal(Box());

        Assert.Equal(ticket, LoginTicket.Open(Box(), text));
        Assert.InRange(text.Length, 1, 200);
        Assert.True(ticket.IsAlive(made + LoginTicket.Life - VirtualTime.OneTick));
        Assert.False(ticket.IsAlive(made + LoginTicket.Life));
        // A clock that was set back by an hour does not give it an hour.
        Assert.True(ticket.IsAlive(made - LoginTicket.Life + VirtualTime.OneTick));
        Assert.False(ticket.IsAlive(made - LoginTicket.Life));
    }

    [Fact]
    public void The_longest_OpenID_fits_into_a_ticket()
    {
        var ticket = new LoginTicket(Guid.NewGuid(), new OpenId(new string('o', OpenId.MaxLength)), AuthorisationScope.Base, SnapshotUser: false, Samples.Now);
        Assert.Equal(ticket, LoginTicket.Open(Box(), ticket.Seal(Box())));
    }

    [Fact]
    public void A_login_comes_back_as_it_was_and_lives_for_ten_minutes_to_the_tick()
    {
        var state = PendingLogin.NewState(Dice.Of(1));
        var login = new PendingLogin(state, "https://shop.example/a?b=1#c", AuthorisationScope.UserInfo, Samples.Now);

        Assert.Equal(login, PendingLogin.Open(Box(), login.Seal(Box())));
        Assert.True(login.IsAlive(Samples.Now + PendingLogin.Life - VirtualTime.OneTick));
        Assert.False(login.IsAlive(Samples.Now + PendingLogin.Life));
        Assert.True(PendingLogin.IsState(state));
        Assert.True(login.Is(state));
        Assert.False(login.Is(state[..^1]));
        Assert.False(login.Is(state[..^1] + (state[^1] == 'a' ? 'b' : 'a')));
    }

    [Fact]
    public void States_are_what_WeChat_takes_and_no_two_are_alike()
    {
        var chance = Dice.Of(5);
        var states = Enumerable.Range(0, 10_000).Select(_ => PendingLogin.NewState(chance)).ToHashSet();
        Assert.Equal(10_000, states.Count);
        Assert.All(states, state => Assert.Matches("^[a-zA-Z0-9]{32}$", state));
        Assert.All(["", "a b", "a-b", "ä", new string('a', 129)], text => Assert.False(PendingLogin.IsState(text)));
        Assert.True(PendingLogin.IsState(new string('a', 128)));
    }

    private static SealedBox Box(string secret = "0123456789abcdef0123456789abcdef", string appId = "wx1", string account = "shop", string purpose = "ticket", int seed = 3) =>
        new(new PlatformAccess(appId, new AppSecret(secret), PlatformHosts.WeChat, TokenMode.Stable), account, purpose, Dice.Of(seed));
}
