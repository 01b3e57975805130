using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>What a web page passes to wx.config, and where it runs.</summary>
/// <param name="Url">The page's address as the browser has it; what begins with # does not count.</param>
/// <param name="NonceStr">The nonce.</param>
/// <param name="Timestamp">Seconds, as written.</param>
/// <param name="Signature">40 hex digits in lower case.</param>
internal sealed record JsSdkConfig(string Url, string NonceStr, string Timestamp, string Signature);

/// <summary>Whether a phone would accept a page.</summary>
/// <param name="Valid">Whether it would.</param>
/// <param name="Verdict">Why, in one sentence.</param>
internal sealed record JsSdkVerdict(bool Valid, Sentence Verdict);

/// <summary>Checks the signatures of web pages as a phone does.</summary>
internal static class JsSdk
{
    /// <summary>Checks a page of an account against every ticket that it was given.</summary>
    /// <param name="account">Whose tickets; its gate is taken.</param>
    /// <param name="page">What the page claims.</param>
    /// <param name="now">When, by the simulated clock.</param>
    public static JsSdkVerdict Check(SimulatedAccount account, JsSdkConfig page, DateTimeOffset now)
    {
        Ticket[] tickets;
        lock (account.Gate) tickets = [.. account.Tickets.Given];
        if (!tickets.Any(ticket => ticket.Type == "jsapi"))
        {
            return Wrong(
                "The account never asked for a jsapi_ticket; call /cgi-bin/ticket/getticket?type=jsapi.",
                "该账号从未获取 jsapi_ticket；请调用 /cgi-bin/ticket/getticket?type=jsapi。");
        }
        var url = JsSdkSignature.PageUrl(page.Url);
        foreach (var ticket in tickets.Reverse())
        {
            if (JsSdkSignature.Compute(ticket.Value, page.NonceStr, page.Timestamp, url) == page.Signature) return Of(ticket);
            if (JsSdkSignature.Compute(ticket.Value, page.NonceStr, page.Timestamp, page.Url) == page.Signature)
                return Wrong("The signature was made with the whole address; leave out # and what follows.", "签名用了完整网址；请去掉 # 及其后面的部分。");
            if (string.Equals(JsSdkSignature.Compute(ticket.Value, page.NonceStr, page.Timestamp, url), page.Signature, StringComparison.OrdinalIgnoreCase))
                return Wrong("The signature must be in lower case.", "签名必须是小写。");
            if (JsSdkSignature.Compute(ticket.Value, page.NonceStr, page.Timestamp, Uri.UnescapeDataString(url)) == page.Signature)
                return Wrong("The signature was made with a decoded address; sign it as the browser has it.", "签名用了解码后的网址；请按浏览器中的原样签名。");
        }
        return Wrong(
            "The signature matches none of the account's tickets with this address, nonce and timestamp; mostly another address was signed.",
            "用该网址、noncestr 和 timestamp，签名与账号的任何 ticket 都不匹配；多半是签名时用了别的网址。");

        JsSdkVerdict Of(Ticket ticket) => (ticket.Type, ticket.ExpiresAt > now) switch
        {
            ("jsapi", true) => new(true, new Sentence("The signature is right.", "签名正确。")),
            ("jsapi", false) => Wrong(
                "The signature is right, but its ticket has expired; take a new one before 7200 s are over.", "签名正确，但 ticket 已过期；请在 7200 秒内换取新的。"),
            _ => Wrong($"The signature was made with a {ticket.Type} ticket; web pages need type=jsapi.", $"签名用了 {ticket.Type} 类型的 ticket；网页需要 type=jsapi。"),
        };

        static JsSdkVerdict Wrong(string english, string chinese) => new(false, new Sentence(english, chinese));
    }
}
