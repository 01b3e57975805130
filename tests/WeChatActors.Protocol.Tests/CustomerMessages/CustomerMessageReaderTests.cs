using System.Buffers;
using System.Text;
using System.Text.Json;

namespace WeChatActors.Protocol.Tests.CustomerMessages;

public sealed class CustomerMessageReaderTests
{
    [Fact]
    public void Every_message_is_read_as_it_was_written()
    {
        var lines = new StringBuilder();
        foreach (var message in Pushes.All)
        {
            var json = Written(message);
            lines.Append(Encoding.UTF8.GetString(json)).Append('\n');
            using var document = JsonDocument.Parse(json);

            Assert.Equal(message, CustomerMessageReader.ReadStored(document.RootElement));
            var read = CustomerMessageReader.Read(document.RootElement);
            Assert.Empty(read.Mistakes);
            Assert.Equal(message, read.Message);
        }

        Golden.Matches("customer-messages.words.jsonl", lines.ToString());
    }

    [Fact]
    public void What_is_stored_is_read_whatever_it_holds()
    {
        CustomerMessage[] odd =
        [
            new TextPush(""), new TextPush(new string('长', 20_000)), new ImagePush(""), new MenuPush("", [], ""), new MenuPush(null, [new("a", ""), new("a", "")], null),
            new NewsPush(new Article("", "", "", "no address")) { KfAccount = "" },
        ];
        foreach (var message in odd)
        {
            using var document = JsonDocument.Parse(Written(message));
            Assert.Equal(message, CustomerMessageReader.ReadStored(document.RootElement));
        }
    }

    [Theory]
    [InlineData("{\"type\":\"hologram\"}", "type: 'hologram' is no kind of message; there are text, image, voice, video, music, news, mpnews, article, menu, miniprogram, card.")]
    [InlineData("{\"text\":\"hi\"}", "type: it is missing; write a text.")]
    [InlineData("[]", "a list stands here; write an object such as {\"type\": \"text\", \"text\": \"...\"}.")]
    [InlineData("{\"type\":\"text\"}", "text: it is missing; write a text.")]
    [InlineData("{\"type\":\"text\",\"text\":\" \\n\"}", "text: it is empty; write a text.")]
    [InlineData("{\"type\":\"text\",\"text\":7}", "text: the number 7 stands here; write a text.")]
    [InlineData("{\"type\":\"text\",\"text\":\"\\ud83c\"}", "text: half of a surrogate pair stands here; write whole characters.")]
    [InlineData("{\"type\":\"text\",\"text\":\"a\",\"text\":\"b\"}", "text: it stands twice; write it once.")]
    [InlineData("{\"type\":\"text\",\"text\":\"a\",\"as\":\"\"}", "as: it is empty; write a text.")]
    [InlineData("{\"type\":\"image\",\"media\":null}", "media: null stands here; write a text.")]
    [InlineData("{\"type\":\"menu\",\"items\":[]}", "items: the list has 0 entries; write 1 to 10.")]
    [InlineData("{\"type\":\"menu\",\"items\":{}}", "items: an object stands here; write a list.")]
    public void A_mistake_is_named_with_its_place_and_remedy(string json, string mistake) => Assert.Equal([mistake], Mistakes(json));

    [Fact]
    public void All_mistakes_are_named_at_once() =>
        Assert.Equal(
            [
                "description: true stands here; write a text.",
                "url: it is no address of the web; write one that begins with https:// or http://.",
                "img: it is not known here; there are type, title, description, picture, url, as.",
            ],
            Mistakes("{\"type\":\"news\",\"title\":\"t\",\"url\":\"javascript:alert(1)\",\"description\":true,\"img\":1}"));

    [Fact]
    public void Mistakes_of_a_menu_name_the_entry() =>
        Assert.Equal(
            [
                "items[0].id: 'a1' holds something else than digits; write digits, because a tap brings the id back as a number.",
                "items[1].content: it is missing; write a text.",
                "items[2].id: '7' stands twice; give each entry an id of its own.",
                "items[2].icon: it is not known here; there are id, content.",
                "items[3]: a text stands here; write an object such as {\"id\": \"1\", \"content\": \"...\"}.",
            ],
            Mistakes("{\"type\":\"menu\",\"items\":[{\"id\":\"a1\",\"content\":\"x\"},{\"id\":\"7\"},{\"id\":\"7\",\"content\":\"y\",\"icon\":1},\"no\"]}"));

    [Fact]
    public void A_text_of_five_messages_is_taken_and_one_byte_more_is_not()
    {
        Assert.Empty(Mistakes($"{{\"type\":\"text\",\"text\":\"{new string('a', 10_240)}\"}}"));
        Assert.Equal(["text: it has 10241 bytes of UTF-8; write at most 10240."], Mistakes($"{{\"type\":\"text\",\"text\":\"{new string('a', 10_241)}\"}}"));
    }

    private static string[] Mistakes(string json)
    {
        using var document = JsonDocument.Parse(json);
        var read = CustomerMessageReader.Read(document.RootElement);
        Assert.Equal(read.Mistakes.IsEmpty, read.Message is not null);
        return [.. read.Mistakes.Select(mistake => mistake.ToString())];
    }

    private static byte[] Written(CustomerMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, PlatformJson.Writing)) CustomerMessageWriter.Write(json, message);
        return bytes.WrittenSpan.ToArray();
    }
}
