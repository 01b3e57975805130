using System.CommandLine;
using System.CommandLine.Parsing;
using WeChatActors.Protocol;
using WeChatActors.Replay;

namespace WeChatActors.Cli;

/// <summary>The options of every command that writes a capture of somebody else's bot: where to, whose packets, and how persons are called.</summary>
internal sealed class CaptureOptionSet
{
    private readonly Option<string?> _out = new("--out") { HelpName = "FILE", Description = "The capture: a path that ends in .jsonl, .jsonl.gz or .jsonl.zst" };
    private readonly Option<string?> _token = new("--token") { HelpName = "TEXT", Description = "The callback token: only what WeChat signed is captured" };
    private readonly Option<string?> _appId = new("--app-id") { HelpName = "ID", Description = "The AppID, to open encrypted packets" };
    private readonly Option<string?> _aesKey = new("--aes-key") { HelpName = "KEY", Description = "The EncodingAESKey, to open encrypted packets" };
    private readonly Option<string?> _account = new("--account") { HelpName = "ALIAS", Description = "The account that lines name" };
    private readonly Option<string?> _openIds = new("--openids") { HelpName = "WORD", Description = "pseudonym or keep; pseudonym without it" };
    private readonly Option<string?> _key = new("--key") { HelpName = "TEXT", Description = "The key of the pseudonyms, 16 or more characters; one is made and kept beside the capture without it" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _out, _token, _appId, _aesKey, _account, _openIds, _key }) command.Add(UsageErrors.Guarded(option));
        command.Validators.Add(Check);
    }

    /// <summary>Where the capture goes.</summary>
    public string Out(ParseResult call) => call.GetValue(_out)!;

    /// <summary>The alias that lines name; null for none.</summary>
    public string? Account(ParseResult call) => call.GetValue(_account);

    /// <summary>How the capture is written.</summary>
    /// <exception cref="CaptureException">The key beside it cannot be read or made.</exception>
    public CaptureSettings Settings(ParseResult call, string by)
    {
        var name = CaptureName.Of(Path.GetFullPath(Out(call)))!;
        var key = call.GetValue(_openIds) == "keep" ? null : call.GetValue(_key) is { } given ? CaptureKey.Of(given) : CaptureKey.BesideOf(name);
        return new CaptureSettings(name, by, key);
    }

    /// <summary>What signatures and envelopes are checked with; null when it was not given.</summary>
    public ExchangeKeys? Keys(ParseResult call)
    {
        if (call.GetValue(_token) is not { } token) return null;
        return new ExchangeKeys(token, call.GetValue(_appId) ?? "", EncodingAesKey.TryParse(call.GetValue(_aesKey) ?? "", out var key, out _) ? key : null);
    }

    private void Check(CommandResult call)
    {
        if (call.Given(_out) is null && call.GetResult(_out) is not { Tokens.Count: 0, Implicit: false }) call.AddError("--out is missing, expected --out FILE.");
        call.Expect(_out, "a path that ends in .jsonl, .jsonl.gz or .jsonl.zst", path => CaptureName.Of(path) is not null);
        call.Expect(_appId, "1 to 64 letters and digits, such as wx5c1d9e07a3b8f642", text => OpenId.IsValid(text));
        call.ExpectWord(_openIds, ["pseudonym", "keep"]);
        // The sentences must not show the values: they may be those of a real account.
        if (call.Given(_aesKey) is { } aesKey && !EncodingAesKey.TryParse(aesKey, out _, out var error)) call.AddError($"--aes-key is no EncodingAESKey: {error}");
        if (call.Given(_token) is { Length: > 128 }) call.AddError("--token is too long, expected 1 to 128 characters.");
        if (call.Given(_key) is { Length: < CaptureKey.MinLength and var length }) call.AddError($"--key has {length} characters, expected at least {CaptureKey.MinLength} (openssl rand -hex 24 makes one).");
        if (call.Given(_aesKey) is not null && (call.Given(_token) is null || call.Given(_appId) is null)) call.AddError("--aes-key stands alone, expected --token TEXT and --app-id ID beside it.");
        if (call.Given(_openIds) == "keep" && call.Given(_key) is not null) call.AddError("--key stands beside --openids keep, expected one of the two.");
    }
}
