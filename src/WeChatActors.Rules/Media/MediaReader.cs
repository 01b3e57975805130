namespace WeChatActors.Rules;

/// <summary>Reads what stands for media: a media id, or a file beside the rules.</summary>
internal static class MediaReader
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".amr", ".mp3", ".wav", ".wma", ".mp4"];

    /// <summary>Reads it.</summary>
    /// <returns>What gives the id or the path, and whether it is the path of a file; null when the node is no text.</returns>
    public static (Template Text, bool IsFile)? Read(YamlNode node, RuleScope scope, string what, MediaKind kind)
    {
        if (scope.Template(node, what) is not { } text) return null;
        if (text.Constant is "") scope.Findings.Error(node, $"{what} is empty, expected a media id or a file.");
        if (node is not YamlScalar scalar) return (text, false);
        if (text.Constant is { } constant)
        {
            // No media id has a slash or a dot.
            if (!constant.Contains('/', StringComparison.Ordinal) && !EndsLikeFile(constant)) return (text, false);
            return scope.Builder.LocalFile(scope.File, scalar, constant, what, kind) is { } file ? (Template.Of(file.Path), true) : (text, false);
        }

        if (EndsLikeFile(scalar.Value))
            scope.Findings.Error(node, $"{scalar.Described} names a file with {{{{ }}}} in it, expected a path as it is, because files are uploaded before anybody asks for them.");
        return (text, false);
    }

    /// <summary>Whether a text ends like the name of a picture or a clip.</summary>
    public static bool EndsLikeFile(string text)
    {
        foreach (var extension in Extensions)
            if (text.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
