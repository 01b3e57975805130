using System.Globalization;
using System.Net;
using System.Text;

namespace WeChatActors.Simulator;

/// <summary>The pages of the authorisation, in Chinese and English. Whatever comes from outside is escaped; there is no script.</summary>
internal static class OAuthPages
{
    /// <summary>Why a visitor cannot go on.</summary>
    /// <param name="code">The errcode.</param>
    /// <param name="chinese">In a few words.</param>
    /// <param name="english">In a sentence.</param>
    public static string Refused(int code, string chinese, string english) => Frame(string.Create(CultureInfo.InvariantCulture,
        $"<h1>{code}</h1><p>{Text(chinese)}</p><p lang=\"en\">{Text(english)}</p>"));

    /// <summary>Asks whose phone the browser is.</summary>
    public static string Chooser(ApiRequest request)
    {
        var list = new StringBuilder("<h1>选择访问者</h1><p lang=\"en\">Whose phone is this?</p><ul>");
        foreach (var person in request.Platform.People)
            list.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Link(request, ("person", person.Number.ToString(CultureInfo.InvariantCulture)))}\">{Text(person.Name)}</a></li>");
        return Frame(list.Append("</ul>").ToString());
    }

    /// <summary>Asks a person whether the account may have the profile.</summary>
    public static string Consent(ApiRequest request, SimulatedAccount account, Person person)
    {
        var number = person.Number.ToString(CultureInfo.InvariantCulture);
        return Frame($"""
            <img src="{OAuthApi.PortraitPath}?person={number}" width="66" height="66" alt="">
            <h1>{Text(account.Setup.Name ?? account.Setup.Alias)}</h1>
            <p>申请获得 {Text(person.Name)} 的昵称、头像</p>
            <p lang="en">asks for the nickname and the portrait of {Text(person.Name)}.</p>
            <p><a class="yes" href="{Link(request, ("person", number), ("allow", "1"))}">允许 Allow</a>
            <a class="no" href="{Link(request, ("person", number), ("allow", "0"))}">拒绝 Reject</a></p>
            """);
    }

    /// <summary>The address of this page with other values of some parameters.</summary>
    private static string Link(ApiRequest request, params (string Name, string Value)[] values)
    {
        var kept = request.Query.Where(pair => pair.Key is not ("person" or "allow")).Select(pair => (pair.Key, pair.Value)).Concat(values);
        return Text("?" + string.Join('&', kept.Select(pair => $"{Uri.EscapeDataString(pair.Item1)}={Uri.EscapeDataString(pair.Item2)}")));
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Frame(string inner) => $$"""
        <!DOCTYPE html>
        <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>微信网页授权 Web authorisation</title>
        <style>body{font:16px/1.6 system-ui,sans-serif;max-width:24em;margin:3em auto;padding:0 1em;text-align:center}ul{padding:0;list-style:none}
        a{display:inline-block;margin:.3em;padding:.4em 2em;border-radius:.4em;background:#eee;color:#222;text-decoration:none}a.yes{background:#07c160;color:#fff}</style></head>
        <body>{{inner}}</body></html>
        """;
}
