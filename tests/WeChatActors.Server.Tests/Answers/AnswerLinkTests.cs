using System.Buffers.Text;
using System.Security.Cryptography;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server.Tests.Answers;

public sealed class AnswerLinkTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    private static readonly AnswerLink Link = new(
        new ConversationId("shop", new OpenId("oXk2aB_c-9")), 12, new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("s", "o", 1)]
    [InlineData("a-very-long-alias_of-32-letters0", "o234567890123456789012345678901234567890123456789012345678901234", long.MaxValue)]
    public void A_link_says_what_it_was_made_of_in_letters_that_need_no_escape(string alias, string openId, long seq)
    {
        var link = Link with { To = new ConversationId(alias, new OpenId(openId)), Seq = seq };

        var text = link.Sign(Key);

        Assert.Equal(link, AnswerLink.Open(text, name => name == alias ? Key : null));
        Assert.Equal(text, Uri.EscapeDataString(text));
        Assert.Equal(text, link.Sign(Key));
    }

    [Fact]
    public void A_link_with_another_bit_anywhere_is_none()
    {
        var bytes = Base64Url.DecodeFromChars(Link.Sign(Key));

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(AnswerLink.Open(Base64Url.EncodeToString(changed), _ => Key));
        }
    }

    [Fact]
    public void A_link_cut_or_lengthened_is_none()
    {
        var text = Link.Sign(Key);

        for (var length = 0; length < text.Length; length++) Assert.Null(AnswerLink.Open(text[..length], _ => Key));
        foreach (var more in new[] { "A", "=", " ", "AAAA", ".", "/events", new string('A', 100_000) }) Assert.Null(AnswerLink.Open(text + more, _ => Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AQ")]
    [InlineData("AQEA")]
    [InlineData("Af8")] // an alias longer than the rest
    [InlineData("../../etc/passwd")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("回答")]
    public void What_was_never_a_link_is_none(string text) => Assert.Null(AnswerLink.Open(text, _ => Key));

    [Fact]
    public void A_link_of_another_key_or_of_an_account_without_links_is_none()
    {
        var text = Link.Sign(Key);

        Assert.Null(AnswerLink.Open(text, _ => RandomNumberGenerator.GetBytes(32)));
        Assert.Null(AnswerLink.Open(text, _ => null));
    }

    [Fact]
    public void A_link_lives_until_its_second()
    {
        Assert.True(Link.IsAlive(Link.ExpiresAt - VirtualTime.OneTick));
        Assert.False(Link.IsAlive(Link.ExpiresAt));
    }
}
