using System.Collections.Immutable;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Media in customer-service messages.</summary>
public static class MessageMedia
{
    /// <summary>The first member that names a file which the rules do not have, so that it cannot be sent; null when there is none.</summary>
    /// <param name="message">The message, as somebody asks for it.</param>
    /// <param name="script">The rules: files of theirs are uploaded, and nobody can have others of this machine sent.</param>
    /// <returns>The member, <c>media</c> or <c>thumb</c>, and one sentence with the remedy.</returns>
    public static (string Member, string Why)? FindUnnamed(CustomerMessage message, Script script)
    {
        ArgumentNullException.ThrowIfNull(script);
        foreach (var (media, kind) in Of(message))
            if (IsPath(media) && !script.Files.Any(file => file.Path == media))
                return (message is MiniProgramPush || kind == "thumb" ? "thumb" : "media", NoFile(media));
        return null;
    }

    /// <summary>Whether what stands as media is a path: no media id holds these.</summary>
    internal static bool IsPath(string media) => media.AsSpan().ContainsAny('/', '.', '\\');

    /// <summary>What is wrong with a path that is no file of the rules.</summary>
    internal static string NoFile(string media) => $"{media} is neither a media id nor a file that the rules name; name an existing file.";

    /// <summary>What a message refers to that may be a local file, and as which kind it is uploaded.</summary>
    internal static ImmutableArray<(string Media, string Kind)> Of(CustomerMessage message) => message switch
    {
        ImagePush image => [(image.Media, "image")],
        VoicePush voice => [(voice.Media, "voice")],
        VideoPush { Thumb: { Length: > 0 } thumb } video => [(video.Media, "video"), (thumb, "thumb")],
        VideoPush video => [(video.Media, "video")],
        MusicPush { Thumb: { Length: > 0 } thumb } => [(thumb, "thumb")],
        // Its picture is shown larger than a thumbnail may be.
        MiniProgramPush page => [(page.Thumb, "image")],
        _ => [],
    };

    /// <summary>The message with ids in the places of files.</summary>
    /// <param name="message">The message.</param>
    /// <param name="ids">An id for each of <see cref="Of"/>, in its order.</param>
    internal static CustomerMessage With(CustomerMessage message, ReadOnlySpan<string> ids) => message switch
    {
        ImagePush image => image with { Media = ids[0] },
        VoicePush voice => voice with { Media = ids[0] },
        VideoPush video => video with { Media = ids[0], Thumb = ids.Length > 1 ? ids[1] : video.Thumb },
        MusicPush music when ids.Length > 0 => music with { Thumb = ids[0] },
        MiniProgramPush page => page with { Thumb = ids[0] },
        _ => message,
    };
}

/// <summary>What became of looking for media.</summary>
internal abstract record MediaFound
{
    private MediaFound() { }

    /// <summary>The platform holds it.</summary>
    /// <param name="MediaId">Its id.</param>
    public sealed record Here(string MediaId) : MediaFound;

    /// <summary>It is not there, or no file the platform takes.</summary>
    /// <param name="Why">One sentence that names it, with the remedy.</param>
    public sealed record Missing(string Why) : MediaFound;

    /// <summary>It could not be uploaded.</summary>
    /// <param name="Result">What the platform said.</param>
    public sealed record NotUploaded(PlatformResult Result) : MediaFound;
}
