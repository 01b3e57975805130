using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads <c>answers</c> of an account: whether a page shows answers that come too late for the chat.</summary>
/// <param name="read">Takes values.</param>
internal sealed class AnswerReader(ConfigurationFields read)
{
    /// <summary>The options; the defaults for what is absent or wrong.</summary>
    public AnswerOptions Read(YamlFields account)
    {
        var usual = AnswerOptions.Usual;
        if (account.Find("answers") is not { } node || YamlFields.Read(node, read.Findings, "'answers'", "page", "link_expires") is not { } fields) return usual;
        return new AnswerOptions(
            fields.Bool("page", usual.Page), read.Duration(fields, "link_expires", TimeSpan.FromMinutes(10), TimeSpan.FromDays(7), usual.LinkExpires));
    }
}
