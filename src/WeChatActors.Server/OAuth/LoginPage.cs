using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>The page on which a login ends that does not go on: in Chinese and English, without script, and without anything that the
/// request held.</summary>
internal static class LoginPage
{
    private const string Style =
        "body{font:16px/1.6 system-ui,sans-serif;max-width:24em;margin:3em auto;padding:0 1em;text-align:center;color:#222;background:#fff}"
        + "h1{font-size:1.25em}[lang=en]{color:#666}a{display:inline-block;margin-top:1em;padding:.5em 2em;border-radius:.4em;background:#07c160;color:#fff;text-decoration:none}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Headers of every answer under <c>/oauth/</c>: codes and tickets stay in no cache and go along in no Referer.</summary>
    public static void Guard(HttpResponse response)
    {
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = Policy;
    }

    /// <summary>Writes the page.</summary>
    /// <param name="response">Gets it; <see cref="Guard"/> was called.</param>
    /// <param name="fault">Why the login does not go on.</param>
    /// <param name="detail">What is wrong with the address to return to, in words of our own; null otherwise.</param>
    /// <param name="errcode">WeChat's errcode; null for none.</param>
    /// <param name="again">Where the login begins again, a path of this listener; null when there is no such place.</param>
    public static Task Write(HttpResponse response, LoginFault fault, string? detail, int? errcode, string? again)
    {
        var (status, chinese, english) = Words(fault);
        var page = new StringBuilder()
            .Append("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>微信登录 WeChat login</title>\n")
            .Append(CultureInfo.InvariantCulture, $"<style>{Style}</style></head>\n<body><h1>{chinese}</h1>\n<p lang=\"en\">{english}</p>\n");
        if (detail is not null) page.Append(CultureInfo.InvariantCulture, $"<p lang=\"en\">The return address {WebUtility.HtmlEncode(detail)}.</p>\n");
        if (errcode is { } code) page.Append(CultureInfo.InvariantCulture, $"<p>errcode {code}</p>\n");
        if (again is not null) page.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{WebUtility.HtmlEncode(again)}\">重新登录 Begin again</a></p>\n");
        var bytes = Encoding.UTF8.GetBytes(page.Append("</body></html>\n").ToString());
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(response.HttpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes).AsTask();
    }

    private static (int Status, string Chinese, string English) Words(LoginFault fault) => fault switch
    {
        LoginFault.NoPage => (404, "没有这个页面", "There is no such page."),
        LoginFault.Method => (405, "这个页面只能打开，不能提交", "This page can only be opened."),
        LoginFault.Return => (400, "登录之后不能回到这个网址", "A login cannot return to this address."),
        LoginFault.Scope => (400, "授权范围不对", "The scope must be base or userinfo."),
        LoginFault.Malformed => (400, "链接不完整", "This link is not complete."),
        LoginFault.NotBegunHere => (403, "登录已过期，或不是在这个浏览器里开始的", "This login has lapsed, or it was begun in another browser."),
        LoginFault.Declined => (403, "您没有同意授权", "You did not allow it."),
        LoginFault.CodeSpent => (400, "授权码已经用过或已过期", "The code from WeChat was used already, or is too old."),
        LoginFault.Refused => (502, "微信拒绝了这个公众号的登录", "WeChat refuses logins of this account. Its operator finds the reason in the log."),
        LoginFault.NoAnswer => (502, "微信没有回应", "WeChat gave no usable answer."),
        _ => (503, "现在无法登录，请稍后再试", "Logins are not possible right now. Try again in a moment."),
    };
}
