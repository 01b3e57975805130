using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Reads rule files into a script.</summary>
public static class ScriptFile
{
    /// <summary>Reads a rule file and the files it includes, which must lie in its folder or below.</summary>
    /// <param name="path">The file; findings name it like this.</param>
    /// <returns>The script, or what is wrong with the files. Never throws for anything a file holds, or for a missing one.</returns>
    /// <exception cref="ArgumentException">The path is empty: a bug in the caller.</exception>
    public static ScriptLoad Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var files = new FolderFiles(path);
        return ScriptReader.Read(Path.GetFileName(path), files) with { Folders = [.. files.Folders] };
    }

    /// <summary>Makes a script again from the files it was made of, as <see cref="Script.Sources"/> gave them.</summary>
    /// <returns>The script; null when this version does not take the files any more.</returns>
    public static Script? Restore(ImmutableArray<RuleSource> sources) =>
        sources.IsDefaultOrEmpty ? null : ScriptReader.Read(sources[0].Path, new KeptFiles(sources)).Script;

    /// <summary>Reads rules from a text.</summary>
    /// <param name="yaml">The content of a rule file.</param>
    /// <param name="fileName">How findings name it.</param>
    /// <param name="include">Gives the content of an included file by its path relative to this one, with <c>/</c>; null when
    /// there is none. Without it every include is an error.</param>
    /// <returns>The script, or what is wrong with the text. Never throws for anything the texts hold.</returns>
    public static ScriptLoad Parse(string yaml, string fileName, Func<string, string?>? include = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        return ScriptReader.Read(Path.GetFileName(fileName), new GivenFiles(yaml, fileName, include));
    }
}
