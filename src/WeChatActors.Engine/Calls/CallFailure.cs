using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>The result of a call that did not work.</summary>
public static class CallFailure
{
    /// <summary>A map with <c>ok: false</c> and one word that says why, such as <c>timeout</c>.</summary>
    public static Value Of(string error) => Value.Map([new("ok", false), new("error", error)]);
}
