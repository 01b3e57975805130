namespace WeChatActors.Protocol.Tests;

/// <summary>The account of the samples as the library sees it, and a request of WeChat's to it.</summary>
internal static class Given
{
    public static EncodingAesKey Key(string text) =>
        EncodingAesKey.TryParse(text, out var key, out var error) ? key : throw new ArgumentException(error);

    public static AccountSecurity Account(SecurityMode mode, string? originalId = Samples.OriginalId) =>
        new(Samples.AppId, Samples.Token, mode, [Key(Samples.AesKey), Key(Samples.PreviousAesKey)], originalId);

    public static CallbackQuery Query(string? encryptType = null, string? msgSignature = null, string? openId = null) =>
        new(CallbackSignature.Compute(Samples.Token, "1763600700", "1284470336"), "1763600700", "1284470336", openId, encryptType, msgSignature);
}
