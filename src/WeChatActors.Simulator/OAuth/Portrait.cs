using System.Globalization;
using System.Net;
using System.Text;

namespace WeChatActors.Simulator;

/// <summary>People's portraits: the first character of the nickname on a colour of their own, as SVG.</summary>
internal static class Portrait
{
    /// <summary>Answers a browser.</summary>
    public static ApiAnswer Give(ApiRequest request)
    {
        if (!int.TryParse(request.Query.GetValueOrDefault("person"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) number = -1;
        var name = number == 0 ? "" : request.Platform.People.FirstOrDefault(person => person.Number == number)?.Name;
        return name is null
            ? new ApiAnswer.Page(OAuthPages.Refused(40035, "没有这个人", "Nobody has this number."), 404) { Errcode = 40035 }
            : new ApiAnswer.File(Encoding.UTF8.GetBytes(Svg(number, name)), "image/svg+xml", null);
    }

    private static string Svg(int number, string name)
    {
        var hue = Chance.Hash("portrait", number) % 360;
        var letter = name.Length == 0 ? "" : StringInfo.GetNextTextElement(name);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="132" height="132" viewBox="0 0 132 132"><rect width="132" height="132" fill="hsl({hue},45%,55%)"/><text x="66" y="66" font-size="64" font-family="sans-serif" fill="#fff" text-anchor="middle" dominant-baseline="central">{WebUtility.HtmlEncode(letter)}</text></svg>
            """);
    }
}
