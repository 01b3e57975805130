using System.Collections.Frozen;
using System.Globalization;

namespace WeChatActors.Protocol;

/// <summary>What a caller makes of an errcode of the platform's API.</summary>
public enum ErrcodeClass
{
    /// <summary>Success.</summary>
    Ok,

    /// <summary>The access_token was bad: 40001, 40014 or 42001. A call with a new one may succeed.</summary>
    TokenRefresh,

    /// <summary>The platform is busy; the same call may succeed in a moment. What the call does may have been done all the same.</summary>
    BusyRetry,

    /// <summary>A quota is used up, of the minute, the day or the month.</summary>
    Quota,

    /// <summary>The follower may not be messaged now: 45015, 45047 and their like.</summary>
    Window,

    /// <summary>The account may not call this API.</summary>
    Permission,

    /// <summary>The platform does not take calls from this address of the internet.</summary>
    IpWhitelist,

    /// <summary>The call is wrong and will stay so.</summary>
    BadRequest,

    /// <summary>A file or a media_id is wrong, too large, or gone.</summary>
    Media,

    /// <summary>The platform refuses what the content says.</summary>
    Content,

    /// <summary>The person said no, or does not follow.</summary>
    UserRefused,

    /// <summary>None of the others.</summary>
    Other,
}

/// <summary>One errcode of the platform's API.</summary>
/// <param name="Code">The number: -1 and others below zero too.</param>
/// <param name="English">What it means, a few words.</param>
/// <param name="Chinese">What it means, a few words.</param>
/// <param name="Class">What a caller makes of it.</param>
public sealed record Errcode(int Code, string English, string Chinese, ErrcodeClass Class)
{
    private static readonly FrozenDictionary<int, Errcode> Known = FactTable.Rows("errcodes.tsv")
        .Select(row => new Errcode(int.Parse(row[0], CultureInfo.InvariantCulture), row[1], row[2], ClassOf(row[3])))
        .ToFrozenDictionary(code => code.Code);

    /// <summary>What is known of a code; null for one that WeChat's documents do not list.</summary>
    public static Errcode? Find(int code) => Known.GetValueOrDefault(code);

    /// <summary>The class of a code; <see cref="ErrcodeClass.Other"/> for one that is not known.</summary>
    public static ErrcodeClass ClassOf(int code) => Find(code)?.Class ?? ErrcodeClass.Other;

    private static ErrcodeClass ClassOf(string word) => Enum.Parse<ErrcodeClass>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
