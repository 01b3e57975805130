using System.Globalization;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Says what an errcode means and what to do, in one sentence. The one place that builds it.</summary>
public static class PlatformRemedies
{
    /// <summary>The sentence.</summary>
    /// <param name="errcode">The errcode; not 0.</param>
    public static string Of(int errcode)
    {
        var known = Errcode.Find(errcode);
        var remedy = ByCode(errcode) ?? ByClass(known?.Class ?? ErrcodeClass.Other);
        return known is null
            ? string.Create(CultureInfo.InvariantCulture, $"Errcode {errcode} is not in WeChat's lists: {remedy}.")
            : $"{char.ToUpperInvariant(known.English[0])}{known.English.AsSpan(1)}: {remedy}.";
    }

    // What an operator meets, and can do something about.
    private static string? ByCode(int errcode) => errcode switch
    {
        40001 or 40014 or 42001 => "a new token did not help, so somebody else takes tokens of this AppID: let all programs take it from here",
        40003 => "send the OpenID that this account's own packets carry",
        40007 => "upload the file again; temporary media end after 3 days",
        40013 => "correct the account's app_id",
        40033 => "write Chinese and emoji as they are, in UTF-8",
        40125 => "correct the account's app_secret",
        40164 or 61004 => "add the address that errmsg names to the IP allowlist (IP 白名单) in the console",
        40243 => "unfreeze the AppSecret in the console; it takes about 10 minutes",
        41001 => "leave the token to this server: it adds it to the query",
        43002 or 43001 => "use the other of GET and POST",
        43003 => "give the account an api that begins with https",
        43004 => "send only to people who follow the account",
        43101 => "wait until the follower allows the notice anew",
        45002 => "shorten the content; texts take about 2,047 bytes",
        45009 => "wait until midnight in China, or clear the counts with /cgi-bin/clear_quota, which goes 10 times a month",
        45011 => "wait for the next minute",
        45015 => "wait until the follower writes, taps the menu, scans or follows",
        45047 => "wait for the follower's next action; only a few messages go with each",
        45028 => "wait until the platform gives new mass sends",
        46003 => "create a menu first",
        48001 => "get the API granted in the console (接口权限), which mostly takes a verified account",
        48004 => "see in the console why the API was taken away",
        48006 => "wait for the next month",
        50004 or 50007 => "see in the console why, and appeal there",
        89501 or 89502 or 89503 or 89504 or 89505 => "let the account's administrator confirm the message that WeChat sent to his phone",
        89506 or 89507 => "call from another address, or let the administrator agree next time",
        _ => null,
    };

    private static string ByClass(ErrcodeClass kind) => kind switch
    {
        ErrcodeClass.BusyRetry => "try again in a moment; what the call does may have been done",
        ErrcodeClass.Quota => "wait until the quota is full again",
        ErrcodeClass.Window => "wait for the follower's next action",
        ErrcodeClass.Permission => "look into the console, whether the account may do this",
        ErrcodeClass.IpWhitelist => "let the console allow the address of this server",
        ErrcodeClass.BadRequest => "correct the call; the same one will fail again",
        ErrcodeClass.Media => "give another file or media_id",
        ErrcodeClass.Content => "change what the content says",
        ErrcodeClass.UserRefused => "respect it; only this person can change it",
        _ => "look up errmsg and rid in WeChat's documents or with /cgi-bin/openapi/rid/get",
    };
}
