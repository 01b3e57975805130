using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Protocol.Tests.Callbacks;

public class CallbackQueryTests
{
    [Theory]
    [InlineData("?")]
    [InlineData("")]
    public void Reads_all_parameters(string start)
    {
        var fault = CallbackQuery.TryParse(
            start + "signature=s&timestamp=1763600001&nonce=n&openid=o1&encrypt_type=aes&msg_signature=m&echostr=e&from=x", out var query);

        Assert.Equal(QueryFault.None, fault);
        Assert.Equal(new CallbackQuery("s", "1763600001", "n", "o1", "aes", "m", "e"), query);
    }

    [Fact]
    public void Values_are_the_same_however_they_are_spelled()
    {
        CallbackQuery.TryParse("signature=s&timestamp=17&nonce=n&openid=o%31&encrypt_type=%61es&echostr=%E4%BD%A0", out var escaped);
        CallbackQuery.TryParse("?echostr=你&openid=o1&nonce=n&timestamp=17&signature=s&encrypt_type=aes&msg_signature=", out var plain);

        Assert.Equal(plain, escaped);
        Assert.Equal(plain.GetHashCode(), escaped.GetHashCode());
        Assert.True(escaped.IsEncrypted);
        Assert.Null(plain.MsgSignature);
        Assert.NotEqual(plain, new CallbackQuery("s", "17", "n", "o1", "aes"));
    }

    [Fact]
    public void A_plus_stays_a_plus_and_percent_signs_are_decoded_once()
    {
        CallbackQuery.TryParse("nonce=a+b%2Bc%252B%E4%BD%A0", out var query);

        Assert.Equal("a+b+c%2B你", query.Nonce);
    }

    [Theory]
    [InlineData("nonce=1&nonce=1")]
    [InlineData("nonce=1&%6Eonce=2")]
    [InlineData("openid=a&openid=b")]
    [InlineData("encrypt_type=&encrypt_type=aes")]
    public void A_repeated_parameter_is_a_fault_however_it_is_spelled(string text)
    {
        Assert.Equal(QueryFault.Repeated, CallbackQuery.TryParse(text, out var query));
        Assert.Equal(QueryVerdict.Malformed, Callback.Verify(query, Given.Account(SecurityMode.Plaintext), Samples.Now, TimeSpan.FromMinutes(10)));
    }

    [Theory]
    [InlineData("nonce=%")]
    [InlineData("nonce=%4")]
    [InlineData("nonce=%zz")]
    [InlineData("nonce=%ff")]
    [InlineData("%zz=1")]
    public void What_cannot_be_decoded_is_a_fault(string text) =>
        Assert.Equal(QueryFault.Undecodable, CallbackQuery.TryParse(text, out _));

    [Fact]
    public void Unknown_parameters_may_repeat() =>
        Assert.Equal(QueryFault.None, CallbackQuery.TryParse("a=1&a=2&b&&=3", out _));

    [Fact]
    public void A_query_string_has_a_longest_length()
    {
        Assert.Equal(QueryFault.None, CallbackQuery.TryParse(new string('a', CallbackQuery.MaxLength), out _));
        Assert.Equal(QueryFault.TooLong, CallbackQuery.TryParse(new string('a', CallbackQuery.MaxLength + 1), out _));
    }

    [Fact]
    public void Whatever_the_string_it_is_read_or_refused_and_never_throws() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(
                Gen.Elements("nonce", "signature", "=", "&", "%", "%41", "%e4", "%E4%BD%A0", "+", "?", "\uD800", "你", "x").ListOf()
                    .Select(pieces => string.Concat(pieces)).ToArbitrary(),
                text => CallbackQuery.TryParse(text, out var query) == query.Fault));

    [Fact]
    public void An_escaped_query_string_comes_back_as_it_was() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll<NonNull<string>>(text =>
            {
                var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
                CallbackQuery.TryParse($"nonce={Uri.EscapeDataString(whole)}&timestamp=1", out var query);
                return query.Nonce == whole && query.Timestamp == "1";
            }));

    [Fact]
    public void An_empty_query_string_is_forged()
    {
        Assert.Equal(QueryFault.None, CallbackQuery.TryParse("", out var query));
        Assert.Equal(QueryVerdict.Forged, Callback.Verify(query, Given.Account(SecurityMode.Plaintext), Samples.Now, TimeSpan.FromMinutes(10)));
    }
}
