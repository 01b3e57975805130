using Microsoft.Extensions.Logging;

namespace WeChatActors.Server;

/// <summary>The lines that logins log. None holds a secret, a code, a ticket or a token.</summary>
internal static partial class LoginLog
{
    [LoggerMessage(60, LogLevel.Warning, "{Account}: {Sentence}")]
    public static partial void Failed(ILogger log, string account, string sentence);

    [LoggerMessage(61, LogLevel.Information, "the login pages are off: 'listen: public_url' is given, but no account has 'oauth'")]
    public static partial void NoAccount(ILogger log);
}
