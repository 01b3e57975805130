namespace WeChatActors.Protocol;

/// <summary>The platform's limits on customer-service messages. It publishes few of them: the others are field values.</summary>
public static class CustomerMessageLimits
{
    /// <summary>The longest text in bytes of UTF-8 (field value; beyond it errcode 45002).</summary>
    public const int MaxTextBytes = 2048;

    /// <summary>The most entries of a menu message (no number is published; beyond the platform's own errcode 45098).</summary>
    public const int MaxMenuEntries = 10;

    /// <summary>The longest entry of a menu message in bytes of UTF-8 (no number is published; beyond the platform's own errcode 45099).</summary>
    public const int MaxMenuEntryBytes = 128;

    /// <summary>The longest media id or path of a local file in bytes of UTF-8: ours, no id is near it.</summary>
    public const int MaxMediaBytes = 512;

    /// <summary>The longest address in bytes of UTF-8: ours.</summary>
    public const int MaxUrlBytes = 2048;
}
