using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>A menu as the section <c>menu:</c> of a rule file. The same menu gives the same lines, so menus are compared by them.</summary>
internal static class MenuYaml
{
    /// <summary>The section; none of a menu without buttons that a rule file can have. Buttons that it cannot have are comments with their names.</summary>
    /// <param name="menu">The menu; null for none.</param>
    public static ImmutableArray<string> Lines(Menu? menu)
    {
        if (menu is null) return [];
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var button in menu.Buttons) Write(button, lines);
        return lines.Any(line => !IsComment(line)) ? ["menu:", .. lines] : lines.DrainToImmutable();
    }

    private static bool IsComment(string line) => line.AsSpan().TrimStart().StartsWith('#');

    private static void Write(MenuButton button, ImmutableArray<string>.Builder lines)
    {
        if (button.Type is not null)
        {
            lines.Add($"  {Leaf(button)}");
            return;
        }
        string[] items = [.. button.Items.Select(Leaf)];
        var lost = items.All(IsComment);
        lines.Add($"  {(lost ? "# " : "")}- name: {YamlText.Of(button.Name)}");
        lines.Add($"    {(lost ? "# " : "")}items:");
        lines.AddRange(items.Select(item => $"      {item}"));
    }

    private static string Leaf(MenuButton button)
    {
        var name = YamlText.Of(button.Name);
        return button switch
        {
            { Type: "view", Url: { } url } => $"- {{name: {name}, view: {YamlText.Of(url)}}}",
            { Type: "miniprogram", AppId: { } app, PagePath: { } page, Url: { } url } =>
                $"- {{name: {name}, miniprogram: {{app_id: {YamlText.Of(app)}, page: {YamlText.Of(page)}, url: {YamlText.Of(url)}}}}}",
            { Type: { } type, Key: { } key } when MenuButton.KeyTypes.Contains(type) => $"- {{name: {name}, {type}: {YamlText.Of(key)}}}",
            _ => $"# - {{name: {name}, {YamlText.Of(button.Type ?? "")}: {YamlText.Of(button.Key ?? button.Url ?? "")}}}  # no button of a rule file",
        };
    }
}
