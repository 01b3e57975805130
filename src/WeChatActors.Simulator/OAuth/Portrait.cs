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
        var person = int.TryParse(request.Query.GetValueOrDefault("person"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? request.Platform.People.FirstOrDefault(person => person.Number == number) : null;
        return person is null
            ? new ApiAnswer.Page(OAuthPages.Refused(40035, "没有这个人", "Nobody has this number."), 404) { Errcode = 40035 }
            : new ApiAnswer.File(Encoding.UTF8.GetBytes(Svg(person)), "image/svg+xml", null);
    }

    private static string Svg(Person person)
    {
        var hue = Chance.Hash("portrait", person.Number) % 360;
        var letter = person.Name.Length == 0 ? "?" : StringInfo.GetNextTextElement(person.Name);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="132" height="132" viewBox="0 0 132 132"><rect width="132" height="132" fill="hsl({hue},45%,55%)"/><text x="66" y="66" font-size="64" font-family="sans-serif" fill="#fff" text-anchor="middle" dominant-baseline="central">{WebUtility.HtmlEncode(letter)}</text></svg>
            """);
    }
}
