using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>What was run against what.</summary>
/// <param name="Command">The command: <c>replay</c> or <c>load</c>.</param>
/// <param name="Sources">The files that packets came from.</param>
/// <param name="Target">The callback, without what could be a secret.</param>
/// <param name="Pace">How fast, in words: <c>100 times as fast as recorded</c>.</param>
internal sealed record RunSubject(string Command, ImmutableArray<string> Sources, string Target, string Pace)
{
    /// <summary>Describes a run; of the target only scheme, host, port and path are kept.</summary>
    public static RunSubject Of(string command, IEnumerable<string> sources, Uri target, string pace) =>
        new(command, [.. sources], target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), pace);
}
