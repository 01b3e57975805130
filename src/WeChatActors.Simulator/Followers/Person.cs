using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>Somebody who uses WeChat. He has another OpenID at every account, and one UnionID.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="GivenName">The nickname; null for one of a crowd, who is called after his number.</param>
/// <param name="Language">As WeChat names it: zh_CN, zh_TW, en.</param>
internal sealed record Person(int Number, string? GivenName, string Language = "zh_CN")
{
    /// <summary>The nickname.</summary>
    public string Name => GivenName ?? "用户" + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The kind of phone as conditional menus count it: 1 iOS, 2 Android, 3 other.</summary>
    public int Platform { get; init; } = 2;

    /// <summary>The UnionID, the same at every account.</summary>
    public string UnionId => "u" + Chance.Text(Chance.Hash("union", Number), 27);
}
