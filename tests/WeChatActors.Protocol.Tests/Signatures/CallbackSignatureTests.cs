using System.Text.Json;

namespace WeChatActors.Protocol.Tests.Signatures;

public class CallbackSignatureTests
{
    private static readonly JsonElement Cases = Samples.Json("vectors/signature.json").GetProperty("cases");

    public static TheoryData<string> Names() => [.. Cases.EnumerateArray().Select(row => row.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Agrees_with_the_vector(string name)
    {
        var row = Cases.EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);
        string Get(string property) => row.GetProperty(property).GetString()!;

        Assert.Equal(Get("computed"), CallbackSignature.Compute(Get("token"), Get("timestamp"), Get("nonce")));
        Assert.Equal(
            row.GetProperty("valid").GetBoolean(),
            CallbackSignature.Verify(Get("token"), Get("timestamp"), Get("nonce"), Get("signature")));
    }

    [Theory]
    [InlineData("", "1763600001", "1284470336")]
    [InlineData("ActorGate2026", "", "1284470336")]
    [InlineData("ActorGate2026", "1763600001", "")]
    public void An_absent_parameter_never_fits(string token, string timestamp, string nonce)
    {
        Assert.False(CallbackSignature.Verify(token, timestamp, nonce, CallbackSignature.Compute(token, timestamp, nonce)));
        Assert.False(CallbackSignature.Verify(token, timestamp, nonce, "cipher", CallbackSignature.Compute(token, timestamp, nonce, "cipher")));
    }

    [Fact]
    public void An_empty_Encrypt_never_fits() =>
        Assert.False(CallbackSignature.Verify("t", "1", "n", "", CallbackSignature.Compute("t", "1", "n")));

    [Fact]
    public void Upper_case_hex_does_not_fit() =>
        Assert.False(CallbackSignature.Verify("t", "1", "n", CallbackSignature.Compute("t", "1", "n").ToUpperInvariant()));

    [Fact]
    public void Verifying_allocates_nothing()
    {
        var signature = CallbackSignature.Compute("ActorGate2026", "1763600001", "1284470336");
        var encrypt = new string('A', 20_000);
        void VerifyBoth()
        {
            CallbackSignature.Verify("ActorGate2026", "1763600001", "1284470336", signature);
            CallbackSignature.Verify("ActorGate2026", "1763600001", "1284470336", encrypt, signature);
        }
        VerifyBoth();

        var before = GC.GetAllocatedBytesForCurrentThread();
        VerifyBoth();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
