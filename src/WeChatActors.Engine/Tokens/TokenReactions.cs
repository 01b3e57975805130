using System.Globalization;
using System.Net;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What is done about each errcode of the endpoints that give tokens.</summary>
internal static class TokenReactions
{
    private const string Console = "the account's console (设置与开发 > 基本配置)";

    private const string Then = " The platform is not asked again before wechatactors token refresh or a restart.";

    /// <summary>The reaction to an errcode.</summary>
    /// <param name="manner">Which endpoint answered.</param>
    /// <param name="errcode">The number.</param>
    /// <param name="errmsg">The platform's words, without secrets.</param>
    public static TokenReaction To(TokenManner manner, int errcode, string errmsg) => manner == TokenManner.Ticket ? OfTicket(errcode, errmsg) : OfToken(errcode, errmsg);

    private static TokenReaction OfToken(int errcode, string errmsg) => errcode switch
    {
        -1 => new(TokenPause.Backoff, "The platform is busy (errcode -1); it is asked again in a moment."),
        40001 => new(TokenPause.Stop, $"The AppSecret is wrong or another account's (errcode 40001): copy it from {Console} into app_secret." + Then),
        40002 => new(TokenPause.Stop, "The platform does not know the grant_type (errcode 40002), which is a mistake of this program or of what stands in between: report it with the version." + Then),
        40013 => new(TokenPause.Stop, $"The platform does not know the AppID (errcode 40013): compare app_id with {Console}; case counts." + Then),
        40125 => new(TokenPause.Stop, $"The AppSecret has not the form of one (errcode 40125): copy all 32 characters from {Console} into app_secret." + Then),
        41002 => new(TokenPause.Stop, "The AppID did not arrive (errcode 41002): see that app_id is not empty and that nothing in between changes requests." + Then),
        41004 => new(TokenPause.Stop, "The AppSecret did not arrive (errcode 41004): see that app_secret is not empty and that nothing in between changes requests." + Then),
        43002 => new(TokenPause.Stop, "The platform wants POST and got something else (errcode 43002): see that nothing in between changes requests." + Then),
        50004 => new(TokenPause.Stop, "The account may not use the token API (errcode 50004), mostly after a penalty: read the notifications in its console." + Then),
        50007 => new(TokenPause.Stop, "The account is frozen (errcode 50007): read the notifications in its console." + Then),
        40164 or 61004 => new(TokenPause.Slowly, $"The platform takes no calls from {Addresses(errmsg)} (errcode {Text(errcode)}): add the address to the IP allow-list (IP 白名单) in {Console}; it is tried again every 5 min."),
        40243 => new(TokenPause.Slowly, $"The AppSecret is frozen (errcode 40243): unfreeze it in {Console}, which takes about 10 min; it is tried again every 5 min."),
        89503 => new(TokenPause.Slowly, "The platform asked the account's administrator whether this server may call (errcode 89503): the template message on the administrator's phone must be confirmed; it is tried again every 5 min."),
        89501 or 89502 or 89504 or 89505 => new(TokenPause.Slowly, $"The administrator's confirmation of this server's address is pending (errcode {Text(errcode)}): the template message on the administrator's phone must be confirmed; it is tried again every 5 min."),
        89507 => new(TokenPause.Hour, "The administrator refused this server's address (errcode 89507): the platform is not asked for 1 h; the next message on the administrator's phone must be confirmed."),
        89506 => new(TokenPause.Day, "The administrator refused this server's address again (errcode 89506): the platform is not asked for 24 h; the next message on the administrator's phone must be confirmed."),
        45009 => new(TokenPause.Midnight, "The day's quota of the token endpoint is used up (errcode 45009): it is asked again after midnight in China; find out which other program asks so often, or reset the quota with /cgi-bin/clear_quota/v2."),
        45011 => new(TokenPause.NextMinute, "The token endpoint was asked too often in one minute (errcode 45011): it is asked again in the next; find out which other program asks so often."),
        _ => Errcode.ClassOf(errcode) == ErrcodeClass.BusyRetry ? Busy(errcode) : Unknown(errcode, errmsg),
    };

    // The account's access_token was replaced already when it was what failed; its own troubles are told where they arise.
    private static TokenReaction OfTicket(int errcode, string errmsg) => Errcode.ClassOf(errcode) switch
    {
        ErrcodeClass.BusyRetry or ErrcodeClass.TokenRefresh => Busy(errcode),
        _ => errcode switch
        {
            45011 => new(TokenPause.NextMinute, "The ticket endpoint was asked too often in one minute (errcode 45011): it is asked again in the next; find out which other program asks so often."),
            45009 => new(TokenPause.Midnight, "The day's quota of the ticket endpoint is used up (errcode 45009): it is asked again after midnight in China; find out which other program asks so often, or reset the quota with /cgi-bin/clear_quota."),
            48001 => new(TokenPause.Slowly, "The account may not use this ticket (errcode 48001): see what it was granted in its console under 接口权限; it is tried again every 5 min."),
            _ => Unknown(errcode, errmsg),
        },
    };

    private static TokenReaction Busy(int errcode) => new(TokenPause.Backoff, $"The platform cannot answer now (errcode {Text(errcode)}); it is asked again in a moment.");

    private static TokenReaction Unknown(int errcode, string errmsg) => new(TokenPause.Slowly,
        $"The platform refused with errcode {Text(errcode)} ({Errcode.Find(errcode)?.English ?? "not documented"}{(errmsg.Length == 0 ? "" : $": {errmsg}")}): look it up in the platform's documentation; it is tried again every 5 min.");

    private static string Text(int errcode) => errcode.ToString(CultureInfo.InvariantCulture);

    /// <summary>The addresses that WeChat saw: <c>invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist</c>.</summary>
    private static string Addresses(string errmsg)
    {
        var found = errmsg.Split([' ', ',', ';', '[', ']', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            // A lone number is an address to the parser, and no colon is one to a reader.
            .Where(word => (word.Count(c => c == '.') == 3 || word.Count(c => c == ':') > 1) && IPAddress.TryParse(word, out _)).Distinct().Take(2).ToArray();
        return found switch
        {
            [] => "this server's address",
            [var one] => one,
            _ => $"{found[0]} ({found[1]})",
        };
    }
}
