using System.Text.Json;

namespace WeChatActors.Testing;

/// <summary>The recorded packets and test vectors beside the test assembly, and the account they belong to.</summary>
public static class Samples
{
    /// <summary>The clock of the samples: a moment after the youngest of them.</summary>
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1763600700);

    public const string OriginalId = "gh_7f3c19ab02de";
    public const string AppId = "wx5c1d9e07a3b8f642";
    public const string Token = "ActorGate2026";
    public const string AesKey = "Wc7Actors0Edge1Vector2Key3Canonical4Bits5A0";
    public const string PreviousAesKey = "Q9previousKeyWithSpareBitsSetInLastChar7x8J";

    public static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, name);

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder("packets"), file));

    public static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file))).RootElement;

    /// <summary>The rows of index.json that are packets as they stand.</summary>
    public static IEnumerable<JsonElement> Index() =>
        Json("packets/index.json").GetProperty("packets").EnumerateArray();

    /// <summary>Every sample, good and bad, for the fuzzers.</summary>
    public static IReadOnlyList<byte[]> All() =>
        [.. Directory.EnumerateFiles(Folder("packets"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".xml")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)];
}
