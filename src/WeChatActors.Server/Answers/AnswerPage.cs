using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>The page that shows an answer while it is made, and those that say why there is none: Chinese first, whole in themselves, and the same
/// for everybody. What the request holds never gets into them; the script asks for the answer beside the page's own address.</summary>
internal static class AnswerPage
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:17px/1.7 system-ui,-apple-system,"PingFang SC","Noto Sans SC",sans-serif;max-width:34em;margin:0 auto;padding:1.2em 1em 3em;color:#1d1d1f;background:#f7f7f7}
        main{background:#fff;border-radius:.8em;padding:1em 1.1em;min-height:3em;box-shadow:0 1px 3px #0002}
        h1{font-size:1.15em;margin:.2em 0 .8em}
        #text{white-space:pre-wrap;overflow-wrap:anywhere}
        #links{list-style:none;margin:0;padding:0}
        #links a{display:block;padding:.5em 0;color:#0a7d46}
        .state{margin:1em .2em 0;color:#666}
        .state small{display:block}
        .busy::after{content:"";display:inline-block;width:.55em;height:.55em;margin-left:.4em;border-radius:50%;background:#07c160;animation:beat 1s infinite alternate}
        @keyframes beat{from{opacity:.2}to{opacity:1}}
        @media (prefers-reduced-motion:reduce){.busy::after{animation:none}}
        @media (prefers-color-scheme:dark){body{color:#e6e6e6;background:#111}main{background:#1c1c1e;box-shadow:none}.state{color:#9a9a9f}#links a{color:#3ddc84}}
        """;

    private const string Script = """
        'use strict';
        const text = document.getElementById('text'), links = document.getElementById('links'), zh = document.getElementById('zh'), en = document.getElementById('en');
        const say = (said, busy) => { zh.textContent = said.zh; en.textContent = said.en; zh.classList.toggle('busy', busy); };
        const clear = () => { text.textContent = ''; links.replaceChildren(); };
        const source = new EventSource(location.pathname + '/events');
        const on = (name, act) => source.addEventListener(name, event => act(JSON.parse(event.data)));
        source.onopen = clear;
        source.onerror = () => say(source.readyState === EventSource.CLOSED
          ? {zh: '现在打不开，请稍后刷新，或回到公众号回复 1', en: 'Cannot be opened now. Reload in a moment, or reply 1 in the chat.'}
          : {zh: '正在重新连接……', en: 'Connecting again …'}, source.readyState !== EventSource.CLOSED);
        on('state', said => say(said, true));
        on('clear', clear);
        on('text', more => text.append(more.text));
        on('answer', whole => {
          clear();
          text.append(whole.text);
          for (const link of whole.links) {
            const a = document.createElement('a'), item = document.createElement('li');
            a.textContent = link.title;
            if (/^https?:\/\//i.test(link.url)) { a.href = link.url; a.rel = 'noopener noreferrer'; }
            item.append(a);
            links.append(item);
          }
        });
        on('end', said => { source.close(); say(said, false); });
        """;

    private const string Policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string StylePolicy = $"{Policy}; style-src '{Hash(Style)}'";

    private static readonly string PagePolicy = $"{StylePolicy}; script-src '{Hash(Script)}'; connect-src 'self'";

    private static readonly byte[] Page = Encoding.UTF8.GetBytes(Whole(
        "<main><div id=\"text\" aria-live=\"polite\"></div><ul id=\"links\"></ul></main>\n"
        + "<p class=\"state\"><span id=\"zh\" class=\"busy\">正在打开……</span><small id=\"en\" lang=\"en\">Opening …</small></p>\n"
        + "<noscript><p class=\"state\">这个页面要用 JavaScript；也可以回到公众号回复 1 查看<small lang=\"en\">This page needs JavaScript. You can also reply 1 in the chat.</small></p></noscript>\n"
        + $"<script>{Script}</script>"));

    /// <summary>Headers of every answer under <c>/answers/</c>: no cache, no index and no Referer keeps a link.</summary>
    public static void Guard(HttpResponse response)
    {
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = StylePolicy;
    }

    /// <summary>Writes the page.</summary>
    public static Task Write(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = PagePolicy;
        return Write(response, StatusCodes.Status200OK, Page);
    }

    /// <summary>Writes why there is no answer, and what to do.</summary>
    public static Task Refuse(HttpResponse response, int status, AnswerWords words) =>
        Write(response, status, Encoding.UTF8.GetBytes(Whole(string.Create(CultureInfo.InvariantCulture, $"<main><p>{words.Chinese}</p><p lang=\"en\">{words.English}</p></main>"))));

    private static Task Write(HttpResponse response, int status, byte[] page)
    {
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        return HttpMethods.IsHead(response.HttpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(page).AsTask();
    }

    private static string Whole(string body) =>
        "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        + $"<meta name=\"robots\" content=\"noindex\"><title>回答 Answer</title>\n<style>{Style}</style></head>\n<body><h1>回答</h1>\n{body}\n</body></html>\n";

    private static string Hash(string content) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
}
