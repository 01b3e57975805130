using System.Text;

namespace WeChatActors.Protocol.Tests.Fuzzing;

/// <summary>Hundreds of thousands of damaged packets. A failure names the seed and the body.</summary>
public class FuzzTests
{
    /// <summary>The large samples repeat one thing thousands of times; damage to them finds nothing that small ones do not.</summary>
    private static readonly IReadOnlyList<byte[]> Seeds = [.. Samples.All().Where(body => body.Length < 5000)];

    /// <summary>Small bodies where each change hits markup that packets rarely have.</summary>
    private static readonly IReadOnlyList<byte[]> Markup =
    [
        .. Seeds,
        .. Enumerable.Repeat(
            new[]
            {
                "<?xml version=\"1.0\" encoding=\"utf-8\" standalone='no' ?><!--c--><?p i?><xml><a/></xml><!-- --><?q?> ",
                "<xml xmlns:b='u' xmlns:c=\"v&amp;\" b:a='1' c:a='2' a='3'><b:d xmlns:b='w'><e xmlns='x'/></b:d><f xml:lang='zh' xmlns=''/></xml>",
                "<xml><Content> x<![CDATA[ y ]]> <![CDATA[z]]> &#32;&#x1F600;<b>in<c/>ner</b> </Content><MsgType> <![CDATA[text]]><!-- c --> </MsgType></xml>",
                "<xml><a>&lt;&gt;&amp;&apos;&quot;&#65;&#x4f60;</a><b>\r\n\r x\r</b><c><![CDATA[\r\n]]]]><![CDATA[>]]></c><名>值</名><d·1 />\t</xml>",
            },
            12).SelectMany(bodies => bodies).Select(Encoding.UTF8.GetBytes),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Reading_never_throws_and_its_memory_is_bounded(int seed)
    {
        // The first reading fills tables and pools that all later ones share.
        foreach (var sample in Seeds) PacketReader.Read(sample, Samples.Now);
        var mutator = new Mutator(Seeds, seed);
        var accepted = 0;
        for (var i = 0; i < 250_000; i++)
        {
            var body = mutator.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            PacketResult result;
            try
            {
                result = PacketReader.Read(body, Samples.Now);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}, body {i}: {Show(body)}", exception);
            }
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > 8L * body.Length + 32 * 1024) Assert.Fail($"{allocated} bytes for {body.Length}; seed {seed}, body {i}: {Show(body)}");
            if (result is PacketResult.Parsed) accepted++;
        }
        Assert.InRange(accepted, 10_000, 200_000);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Agrees_with_the_frameworks_reader(int seed)
    {
        var mutator = new Mutator(Markup, seed);
        var agreed = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var body = mutator.Next().ToArray();
            var expected = XmlOracle.Leaves(body);
            var rejected = PacketReader.ReadLeaves(body, out var leaves);
            if (rejected is null)
            {
                if (expected is null) Assert.Fail($"Accepted what is not well-formed; seed {seed}, body {i}: {Show(body)}");
                if (!Same(expected, leaves)) Assert.Fail($"Other leaves; seed {seed}, body {i}: {Show(body)}");
                agreed++;
            }
            else if (expected is not null && SaysIllFormed(rejected.Fault))
            {
                Assert.Fail($"'{rejected.Detail}' {rejected.Line}:{rejected.Column}, but it is well-formed; seed {seed}, body {i}: {Show(body)}");
            }
        }
        Assert.InRange(agreed, 5_000, 45_000);
    }

    [Theory, InlineData(21)]
    public void An_envelope_with_a_damaged_body_never_throws(int seed)
    {
        var mutator = new Mutator([.. Seeds.Where(body => Encoding.UTF8.GetString(body).Contains("<Encrypt>", StringComparison.Ordinal))], seed);
        var security = Given.Account(SecurityMode.Safe);
        var query = Given.Query("aes", new string('0', 40));
        for (var i = 0; i < 20_000; i++)
            Assert.IsType<PacketResult.Rejected>(Callback.ReadBody(mutator.Next(), query, security, Samples.Now).Packet);
    }

    [Theory, InlineData(31)]
    public void A_decrypted_body_of_any_bytes_never_throws(int seed)
    {
        var random = new Random(seed);
        var envelope = new AesEnvelope(Samples.AppId, [Given.Key(Samples.AesKey)]);
        for (var i = 0; i < 2_000; i++)
        {
            var cipher = new byte[random.Next(100)];
            random.NextBytes(cipher);
            var encrypt = Convert.ToBase64String(cipher);
            var opened = envelope.Open("t", "1", "n", CallbackSignature.Compute("t", "1", "n", encrypt), encrypt);
            Assert.NotEqual(EnvelopeFault.None, opened.Fault);
        }
    }

    /// <summary>Limits, DTDs, encodings and versions are refused on purpose; the framework even takes a version "1.0/".</summary>
    private static bool SaysIllFormed(PacketFault fault) => fault is PacketFault.NotWellFormed or PacketFault.NotXml or PacketFault.Empty
        or PacketFault.UnexpectedEnd or PacketFault.InvalidUtf8 or PacketFault.IllegalCharacter;

    /// <summary>Values are equal but for the white space that inbound rules call noise; in free text that cannot be told from the
    /// framework's nodes, so it is left out of the comparison there.</summary>
    private static bool Same(List<PacketField> expected, PacketFields actual)
    {
        if (expected.Count != actual.Count) return false;
        for (var i = 0; i < expected.Count; i++)
        {
            var isFree = expected[i].Path == "Content";
            var value = isFree ? WithoutBlanks(expected[i].Value) : expected[i].Value.Trim(' ', '\t', '\r', '\n');
            if (expected[i].Path != actual[i].Path || value != (isFree ? WithoutBlanks(actual[i].Value) : actual[i].Value)) return false;
        }
        return true;
    }

    private static string WithoutBlanks(string text) => string.Concat(text.Where(c => c is not (' ' or '\t' or '\r' or '\n')));

    private static string Show(ReadOnlySpan<byte> body) => $"{Convert.ToHexString(body)} = {Encoding.UTF8.GetString(body)}";
}
