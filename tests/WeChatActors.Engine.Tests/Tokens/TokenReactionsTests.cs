using System.Globalization;

namespace WeChatActors.Engine.Tests;

public sealed class TokenReactionsTests
{
    private static readonly int[] Documented =
    [
        -1, 40001, 40002, 40013, 40125, 41002, 41004, 43002, 40164, 61004, 40243, 45009, 45011, 50004, 50007, 89501, 89502, 89503, 89504, 89505, 89506, 89507,
    ];

    [Fact]
    public void Every_errcode_of_the_token_endpoints_has_its_reaction_and_sentence() =>
        Golden.Matches("token-reactions.txt", Table(TokenManner.Stable, [.. Documented, 48001, 61450, 12345678]));

    [Fact]
    public void Every_errcode_of_the_ticket_endpoint_has_its_reaction_and_sentence() =>
        Golden.Matches("ticket-reactions.txt", Table(TokenManner.Ticket, [-1, 40001, 42001, 45009, 45011, 48001, 12345678]));

    [Theory]
    [InlineData("invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 65f1c2d3-4e5f6071-1a2b3c4d", "from 203.0.113.7 (::ffff:203.0.113.7) (errcode")]
    [InlineData("invalid ip 2001:db8::7, not in whitelist", "from 2001:db8::7 (errcode")]
    [InlineData("invalid ip 203.0.113.7, not in whitelist hint: [12:34:56] 7", "from 203.0.113.7 (errcode")]
    [InlineData("", "from this server's address (errcode")]
    public void The_address_that_the_platform_saw_is_named(string errmsg, string expected)
    {
        Assert.Contains(expected, TokenReactions.To(TokenManner.Stable, 40164, errmsg).Sentence, StringComparison.Ordinal);
        Assert.Contains(expected, TokenReactions.To(TokenManner.Classic, 61004, errmsg).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40164, 300, 300)]
    [InlineData(61004, 300, 300)]
    [InlineData(40243, 300, 300)]
    [InlineData(89503, 300, 300)]
    [InlineData(77777, 300, 300)]
    [InlineData(89507, 3600, 3600)]
    [InlineData(89506, 86400, 86400)]
    [InlineData(45011, 60, 62)] // noon is the beginning of a minute
    [InlineData(45009, 4 * 3600, 4 * 3600 + 60)] // noon UTC is 20:00 in China
    public void It_is_asked_again_when_it_may_help(int errcode, int from, int to)
    {
        var lab = new TokenLab().Want().Refuse(errcode, "invalid ip 203.0.113.7");

        Assert.Equal(errcode, Assert.IsType<TokenReply.Refused>(lab.LastReply).Errcode);
        Assert.InRange(lab.UntilAsked().TotalSeconds, from, to);
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(40002)]
    [InlineData(40013)]
    [InlineData(40125)]
    [InlineData(41002)]
    [InlineData(41004)]
    [InlineData(43002)]
    [InlineData(50004)]
    [InlineData(50007)]
    public void It_is_not_asked_again_when_somebody_must_mend_something_first(int errcode)
    {
        var lab = new TokenLab().Want().Refuse(errcode);

        lab.Quietly(TimeSpan.FromDays(2));
        Assert.True(Assert.Single(lab.Notices).Urgent);
    }

    [Fact]
    public void The_operator_is_not_told_the_same_every_five_minutes()
    {
        var lab = new TokenLab().Want();
        for (var i = 0; i < 5; i++)
        {
            lab.Refuse(40164, "invalid ip 203.0.113.7");
            lab.UntilAsked();
        }

        Assert.Single(lab.Notices);
        lab.Give("A");
        Assert.Equal(["True", "False"], lab.Notices.Select(notice => notice.Urgent.ToString()));
    }

    private static string Table(TokenManner manner, int[] errcodes) => string.Concat(errcodes.Select(errcode =>
    {
        var reaction = TokenReactions.To(manner, errcode, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist");
        return string.Create(CultureInfo.InvariantCulture, $"{errcode} {reaction.Pause}: {reaction.Sentence}\n");
    }));
}
