using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Protocol.Tests.Signatures;

public class CardSignatureTests
{
    [Fact]
    public void The_values_are_joined_in_the_order_of_their_characters_without_their_names() =>
        Assert.Equal(Sha1("10" + "1763600700" + "9Zk" + "Card" + "oAnn" + "ticket"), CardSignature.Compute("ticket", "1763600700", "oAnn", "9Zk", "Card", "10"));

    [Fact]
    public void The_order_in_which_they_are_given_and_empty_ones_do_not_matter() =>
        Assert.Equal(CardSignature.Compute("b", "a", "c"), CardSignature.Compute("c", "", "a", "b", ""));

    private static string Sha1(string text)
    {
#pragma warning disable CA5350 // WeChat's protocol prescribes SHA-1.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }
}
