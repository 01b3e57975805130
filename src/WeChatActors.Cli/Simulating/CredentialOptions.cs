using System.CommandLine;
using System.CommandLine.Parsing;
using WeChatActors.Protocol;

namespace WeChatActors.Cli;

/// <summary>The options that say how the packets of one account are signed and encrypted.</summary>
/// <param name="tokenWithout">What holds without <c>--token</c>, for the help.</param>
/// <param name="keyWithout">What holds without <c>--aes-key</c>, for the help.</param>
internal sealed class CredentialOptions(string tokenWithout, string keyWithout)
{
    /// <summary>The security modes by the words of a configuration.</summary>
    public static readonly OrderedDictionary<string, SecurityMode> Securities =
        new(Enum.GetValues<SecurityMode>().Select(mode => KeyValuePair.Create(mode.ToString().ToLowerInvariant(), mode)), StringComparer.Ordinal);

    /// <summary>The token.</summary>
    public Option<string?> Token { get; } = new("--token") { HelpName = "TEXT", Description = $"The token your program checks signatures with; {tokenWithout} without it" };

    /// <summary>The AppID.</summary>
    public Option<string?> AppId { get; } = new("--app-id") { HelpName = "ID", Description = $"The AppID; {DemoAppId} without it" };

    /// <summary>The security mode.</summary>
    public Option<string?> Security { get; } = new("--security") { HelpName = "MODE", Description = "plaintext, compatible or safe; plaintext without it" };

    /// <summary>The EncodingAESKey.</summary>
    public Option<string?> AesKey { get; } = new("--aes-key") { HelpName = "KEY", Description = $"The EncodingAESKey, 43 characters; {keyWithout} without it" };

    /// <summary>The AppID of the demo account.</summary>
    public const string DemoAppId = "wx0000000000000demo";

    /// <summary>Its token.</summary>
    public const string DemoToken = "demo-token";

    /// <summary>Its callback.</summary>
    public const string DemoCallback = "http://127.0.0.1:8080/wechat/demo";

    /// <summary>What an address must be.</summary>
    public static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>Checks what can be checked without opening a file.</summary>
    public void Check(CommandResult call)
    {
        call.Expect(AppId, $"1 to 64 letters and digits, such as {DemoAppId}", text => OpenId.IsValid(text));
        call.ExpectWord(Security, Securities.Keys);
        // The sentences must not show the value: it may be that of a real account.
        if (call.Given(Token) is { Length: > 128 }) call.AddError("--token is too long, expected 1 to 128 characters.");
        if (call.Given(AesKey) is { } key && !EncodingAesKey.TryParse(key, out _, out var error)) call.AddError($"--aes-key is no EncodingAESKey: {error}");
        if (call.Given(AesKey) is not null && Mode(call.Given(Security)) == SecurityMode.Plaintext)
            call.AddError("--aes-key stands without encryption, expected --security compatible or --security safe beside it.");
    }

    /// <summary>The mode that a word names; plaintext for none.</summary>
    public static SecurityMode Mode(string? word) => word is null ? SecurityMode.Plaintext : Securities.GetValueOrDefault(word);
}
