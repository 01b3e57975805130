using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Server.Tests.OAuth;

public sealed class ReturnTargetTests
{
    private static readonly ImmutableArray<ReturnAddress> Allowed =
        [Entry("https://shop.example/"), Entry("https://club.example/members"), Entry("http://127.0.0.1:5000"), Entry("https://咖啡.example/")];

    [Theory]
    [InlineData("https://shop.example", "https://shop.example/?ticket=T")]
    [InlineData("https://shop.example/", "https://shop.example/?ticket=T")]
    [InlineData("https://shop.example/?", "https://shop.example/?ticket=T")]
    [InlineData("https://shop.example/a?b=1", "https://shop.example/a?b=1&ticket=T")]
    [InlineData("https://shop.example/a?b=1#top", "https://shop.example/a?b=1&ticket=T#top")]
    [InlineData("https://shop.example/#/route?x=1", "https://shop.example/?ticket=T#/route?x=1")]
    [InlineData("HTTPS://SHOP.example:443/A", "https://shop.example/A?ticket=T")]
    [InlineData("https://shop.example/商品?q=茶", "https://shop.example/%E5%95%86%E5%93%81?q=%E8%8C%B6&ticket=T")]
    [InlineData("https://shop.example/a%20b?next=https://other.example//x/../y", "https://shop.example/a%20b?next=https://other.example//x/../y&ticket=T")]
    [InlineData("https://shop.example/?tickets=1&my_ticket=2", "https://shop.example/?tickets=1&my_ticket=2&ticket=T")]
    [InlineData("https://club.example/members", "https://club.example/members?ticket=T")]
    [InlineData("https://club.example/members/me", "https://club.example/members/me?ticket=T")]
    [InlineData("https://club.example/members?x", "https://club.example/members?x&ticket=T")]
    [InlineData("http://127.0.0.1:5000/x", "http://127.0.0.1:5000/x?ticket=T")]
    [InlineData("https://咖啡.example/", "https://xn--bur6r.example/?ticket=T")]
    [InlineData("https://xn--bur6r.example/", "https://xn--bur6r.example/?ticket=T")]
    public void A_login_returns_to_an_address_of_the_list_with_its_ticket(string text, string location)
    {
        var target = ReturnTarget.Read(text, Allowed, out var why);
        Assert.True(target is not null, why);
        Assert.Equal(location, ReturnTarget.WithTicket(target, "T"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("shop.example/")]
    [InlineData("//shop.example/")]
    [InlineData("//evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("https:/shop.example/")]
    [InlineData("https:shop.example/")]
    [InlineData("https:///shop.example/")]
    [InlineData("https:///evil.example/")]
    [InlineData("https://")]
    [InlineData("https:\\\\evil.example\\")]
    [InlineData("http://shop.example/")]
    [InlineData("ftp://shop.example/")]
    [InlineData("javascript:alert(1)//https://shop.example/")]
    [InlineData("data:text/html,x")]
    [InlineData("https://evil.example/")]
    [InlineData("https://evil.example/https://shop.example/")]
    [InlineData("https://evil.example?https://shop.example/")]
    [InlineData("https://evil.example#https://shop.example/")]
    [InlineData("https://shop.example.evil.example/")]
    [InlineData("https://evilshop.example/")]
    [InlineData("https://m.shop.example/")]
    [InlineData("https://shop.example./")]
    [InlineData("https://shop.example:8443/")]
    [InlineData("https://shop.example:80/")]
    [InlineData("https://shop.example@evil.example/")]
    [InlineData("https://user:pass@shop.example/")]
    [InlineData("https://@shop.example/")]
    [InlineData("https://shop.example%40evil.example/")]
    [InlineData("https://shop.example%2fevil.example/")]
    [InlineData("https://shop.example\\@evil.example/")]
    [InlineData("https://shop.example\\.evil.example/")]
    [InlineData("https://evil.example\\@shop.example/")]
    [InlineData(" https://shop.example/")]
    [InlineData("https://shop.example/ x")]
    [InlineData("https://shop.example/\r\nSet-Cookie: a=b")]
    [InlineData("https://shop.example/\tx")]
    [InlineData("https://shop.example/\u3000x")]
    [InlineData("https://shop.example/\u0085x")]
    [InlineData("https://shop.example//evil.example")]
    [InlineData("https://shop.example/a//b")]
    [InlineData("https://shop.example/a/../b")]
    [InlineData("https://shop.example/./a")]
    [InlineData("https://shop.example/%2e%2e/a")]
    [InlineData("https://shop.example/.%2E/a")]
    [InlineData("https://shop.example/a%2fb")]
    [InlineData("https://shop.example/a%5cb")]
    [InlineData("https://shop.example/a%00b")]
    [InlineData("https://shop.example/a%zz")]
    [InlineData("https://shop.example/a%4")]
    [InlineData("https://club.example/")]
    [InlineData("https://club.example/memberships")]
    [InlineData("https://club.example/members%2f..")]
    [InlineData("https://club.example/Members")]
    [InlineData("https://club.example/members/../admin")]
    [InlineData("https://club.example/members/%2e%2e/admin")]
    [InlineData("http://127.0.0.1:5001/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost:5000/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://shop.example/?ticket=mine")]
    [InlineData("https://shop.example/?a=1&Ticket=mine")]
    [InlineData("https://shop.example/?tic%6bet=mine")]
    [InlineData("https://shop.example/?a=1;ticket=mine")]
    [InlineData("https://shop.example/?ticket[]=mine")]
    [InlineData("https://shop.example/?ticket%5B0%5D=mine")]
    [InlineData("https://shop.example/?+ticket=mine")]
    [InlineData("https://shop.example\u3002\u200B\u3002:")]
    public void No_trick_leads_elsewhere(string text)
    {
        Assert.Null(ReturnTarget.Read(text, Allowed, out var why));
        Assert.NotEmpty(why);
        // The reason goes onto a page, so it says nothing of what was asked.
        Assert.DoesNotContain("evil", why, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_1024_characters_is_allowed_and_no_longer_one()
    {
        var longest = "https://shop.example/".PadRight(ReturnTarget.MaxLength, 'a');
        Assert.NotNull(ReturnTarget.Read(longest, Allowed, out _));
        Assert.Null(ReturnTarget.Read(longest + "a", Allowed, out var why));
        Assert.Equal("is longer than 1024 characters", why);
    }

    [Fact]
    public void Whatever_is_allowed_is_written_as_an_address_of_the_list_and_reads_as_itself()
    {
        string[] pieces = ["https://", "HTTP://", "shop.example", "club.example", "evil.example", "/members", "/", "//", "..", "%2e", "%2f", "\\", "@", ":", ":443", ":80", "?", "#", "&", "ticket", "=", "a", "茶", "。", "%", " ", "\u200b", "[", "]", ";", "．"];
        var text = Gen.ArrayOf(Gen.Elements(pieces)).Select(parts => "https://shop.example" + string.Concat(parts));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(text.ToArbitrary(), candidate =>
        {
            if (ReturnTarget.Read(candidate, Allowed, out _) is not { } target) return true;
            var location = ReturnTarget.WithTicket(target, "T");
            Assert.True(location.All(c => c is > ' ' and < '\u007f' and not '\\'));
            Assert.StartsWith("https://shop.example/", location, StringComparison.Ordinal);
            Assert.Equal(ReturnTarget.Text(target), ReturnTarget.Text(ReturnTarget.Read(ReturnTarget.Text(target), Allowed, out _)!));
            return true;
        }));
    }

    [Theory]
    [InlineData("https://shop.example/?")]
    [InlineData("https://shop.example/?a=b")]
    [InlineData("https://shop.example/#a")]
    [InlineData("https://user@shop.example/")]
    [InlineData("https://*.shop.example/")]
    [InlineData("shop.example")]
    [InlineData("javascript://shop.example/")]
    public void An_entry_that_says_more_than_an_origin_and_a_path_is_none(string text) => Assert.Null(ReturnAddress.Read(text));

    private static ReturnAddress Entry(string text) => ReturnAddress.Read(text)!;
}
