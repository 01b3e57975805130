namespace WeChatActors.Rules;

/// <summary>What <c>user</c>, <c>m</c>, <c>account</c> and <c>window</c> hold.</summary>
internal static class RootNames
{
    /// <summary>Names of <c>user</c> that the engine keeps; no variable may be called so.</summary>
    public static readonly string[] OfUser = ["turns", "since", "subscribed", "tags", "profile"];

    public static readonly string[] OfAccount = ["alias", "app_id"];

    public static readonly string[] OfWindow = ["open", "left", "closes_in"];

    public static readonly string[] Roots = ["msg", "m", "user", "window", "account", "vars"];

    /// <summary>Words with a meaning of their own, which no var may take.</summary>
    public static bool IsTaken(string name) =>
        Array.IndexOf(Roots, name) >= 0 || Function.All.ContainsKey(name) || name is "or" or "and" or "not" or "in" or "true" or "false" or "null";

    /// <summary>Whether a text can be written as a name: a letter or _, then letters, digits and _; at most 64 characters.</summary>
    public static bool IsName(string text)
    {
        if (text.Length is 0 or > 64 || char.IsDigit(text[0])) return false;
        foreach (var c in text)
            if (!char.IsLetterOrDigit(c) && c != '_') return false;
        return true;
    }

    /// <summary>Whether a text can be written as a name; an error when it cannot.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="name">The text.</param>
    /// <param name="findings">Gets the error.</param>
    public static bool CheckName(YamlNode at, string name, Findings findings)
    {
        if (IsName(name)) return true;
        findings.Error(at, $"{at.Described} is not a name, expected letters, digits and _, at most 64, no digit first.");
        return false;
    }

    public static Value FindOfUser(Evaluation e, string name) => name switch
    {
        "turns" => Value.Of(e.User.Turns),
        "since" => e.User.Since is { } since ? Value.Of(e.InZone(since)) : Value.Null,
        "subscribed" => Value.Of(e.User.Subscribed),
        "tags" => Value.List([.. e.Tags.Select(tag => Value.Of(tag))]),
        "profile" => OfProfile(e.User.Profile),
        _ => e.Variables.GetValueOrDefault(name),
    };

    public static Value WholeUser(Evaluation e)
    {
        var entries = new List<KeyValuePair<string, Value>>(e.Variables);
        foreach (var name in OfUser) entries.Add(new(name, FindOfUser(e, name)));
        return Value.Map(entries);
    }

    private static Value OfProfile(ProfileView? profile) => profile is null
        ? Value.Null : Value.Map([new("union_id", profile.UnionId), new("name", profile.Name), new("picture", profile.Picture)]);

    public static Value FindOfMatch(Evaluation e, string name) => e.Matches.Find(e, name);

    public static Value WholeMatch(Evaluation e) => e.Matches.Whole();

    public static Value FindOfAccount(Evaluation e, string name) => name switch
    {
        "alias" => e.Account.Alias,
        "app_id" => e.Account.AppId,
        _ => Value.Null,
    };

    public static Value WholeAccount(Evaluation e) => Value.Map(
        [new("alias", e.Account.Alias), new("app_id", e.Account.AppId)]);

    public static Value FindOfWindow(Evaluation e, string name) => name switch
    {
        "open" => e.Left > 0,
        "left" => e.Left,
        "closes_in" => e.ClosesAt > e.Now ? Value.Of(e.ClosesAt.Value - e.Now) : Value.Null,
        _ => Value.Null,
    };

    public static Value WholeWindow(Evaluation e) => Value.Map(OfWindow.Select(name => KeyValuePair.Create(name, FindOfWindow(e, name))));
}
