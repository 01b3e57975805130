using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Messages of the outbox as version 0.1 stored them before they had the form of the API. Rows are kept for days after their end and lines of
/// the log for good, so they are still read.</summary>
internal static class OlderMessageJson
{
    /// <summary>Whether a message has a member that only the older form has.</summary>
    public static bool Is(JsonElement json) =>
        json.TryGetProperty("agent"u8, out _) || json.TryGetProperty("articles"u8, out _) || json.TryGetProperty("entries"u8, out _)
        || json.TryGetProperty("article_id"u8, out _) || json.TryGetProperty("card_id"u8, out _);

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">It is no message.</exception>
    public static CustomerMessage Read(JsonElement json) => Content(json) with { KfAccount = StoredJson.OptionalText(json, "agent") };

    private static CustomerMessage Content(JsonElement json) => StoredJson.OptionalText(json, "type") switch
    {
        "news" => new NewsPush(ReplyJson.ReadArticle(json.GetProperty("articles"u8)[0])),
        "mparticle" => new MpArticlePush(StoredJson.Text(json, "article_id")),
        "menu" => new MenuPush(
            StoredJson.OptionalText(json, "head"),
            StoredJson.List(json, "entries", static entry => new MenuEntry(StoredJson.Text(entry, "id"), StoredJson.Text(entry, "text"))),
            StoredJson.OptionalText(json, "tail")),
        "card" => new CardPush(StoredJson.Text(json, "card_id")),
        // The others differ only in the name of the staff account.
        _ => CustomerMessageReader.ReadStored(WithoutAgent(json)),
    };

    private static JsonElement WithoutAgent(JsonElement json) =>
        JsonSerializer.SerializeToElement(json.EnumerateObject().Where(member => !member.NameEquals("agent"u8)).ToDictionary(member => member.Name, member => member.Value));
}
