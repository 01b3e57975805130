namespace WeChatActors.Rules;

/// <summary>A file beside the rules that messages name instead of a media id. It is uploaded before it is sent.</summary>
/// <param name="Path">How messages name it: relative to the folder of the first rule file, <c>/</c> between its parts.</param>
/// <param name="FullPath">Where it is.</param>
/// <param name="Kind">As what the platform keeps it.</param>
public sealed record LocalFile(string Path, string FullPath, MediaKind Kind);

/// <summary>The kinds of temporary media. Source: WeChat Official Accounts docs, 新增临时素材.</summary>
public enum MediaKind
{
    /// <summary>A picture: PNG, JPG or GIF, at most 10 MB.</summary>
    Image,

    /// <summary>A voice clip: AMR or MP3, at most 2 MB and 60 s.</summary>
    Voice,

    /// <summary>A video: MP4, at most 10 MB.</summary>
    Video,

    /// <summary>A thumbnail: JPG, at most 64 KB.</summary>
    Thumb,
}
