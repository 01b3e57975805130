namespace WeChatActors.Rules;

/// <summary>A call that some action makes.</summary>
/// <param name="Kind">What is called.</param>
/// <param name="Place">Where its target stands.</param>
/// <param name="Target">The model's name, or the scheme and host of the address, such as <c>https://shop.example:8443</c>; null when an expression makes it.</param>
public sealed record CallSite(CallKind Kind, Place Place, string? Target)
{
    internal static CallSite Http(YamlScalar address)
    {
        var scheme = address.Value.IndexOf("://", StringComparison.Ordinal);
        var end = scheme < 0 ? -1 : address.Value.AsSpan(scheme + 3).IndexOfAny('/', '?', '#');
        var target = end < 0 ? address.Value : address.Value[..(scheme + 3 + end)];
        return new(CallKind.Http, address.Place, scheme < 0 || target.Contains("{{", StringComparison.Ordinal) ? null : target);
    }
}
