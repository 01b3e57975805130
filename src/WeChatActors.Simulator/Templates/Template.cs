using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace WeChatActors.Simulator;

/// <summary>One line of a template: what stands before the value, and the value's key.</summary>
/// <param name="Name">The words before; empty for a line that is the value alone.</param>
/// <param name="Key">The key of <c>data</c>.</param>
internal sealed record TemplateField(string Name, string Key);

/// <summary>A template in the library of the platform, or one that an account has taken from it.</summary>
/// <param name="Id">Its number in the library, or the template_id in an account.</param>
/// <param name="Title">What its messages are headed with.</param>
/// <param name="Industry">The industry that may use it; 0 for a template of a category, which every account may use.</param>
/// <param name="Fields">Its lines.</param>
/// <param name="Example">What a message looks like.</param>
internal sealed partial record Template(string Id, string Title, int Industry, ImmutableArray<TemplateField> Fields, string Example)
{
    /// <summary>As get_all_private_template shows it: <c>{{thing2.DATA}}</c> where the values go.</summary>
    public string Content => string.Concat(Fields.Select(line => (line.Name.Length > 0 ? line.Name + "：" : "") + "{{" + line.Key + ".DATA}}\n"));

    /// <summary>A template made from its text, such as "订单号：{{thing1.DATA}}", one line each.</summary>
    public static Template Of(string id, string title, int industry, string content, string example) => new(
        id, title, industry, [.. Line().Matches(content).Select(match => new TemplateField(match.Groups[1].Value, match.Groups[2].Value))], example);

    [GeneratedRegex(@"^(?:(.+)：)?\{\{(\w+)\.DATA\}\}$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
