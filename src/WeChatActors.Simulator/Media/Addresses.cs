namespace WeChatActors.Simulator;

/// <summary>Where files and articles of an account are seen by a browser: on the simulator itself, in the place of WeChat's own hosts.</summary>
/// <param name="Base">Where this API is reached.</param>
/// <param name="AppId">Whose files and articles.</param>
internal readonly record struct Addresses(Uri Base, string AppId)
{
    /// <summary>The path of pictures.</summary>
    public const string PicturePath = "/mmbiz/picture";

    /// <summary>The path of videos.</summary>
    public const string VideoPath = "/mmbiz/video";

    /// <summary>The path of articles.</summary>
    public const string ArticlePath = "/s";

    /// <summary>The address of a picture; empty without one.</summary>
    public string Picture(string mediaId) => mediaId.Length == 0 ? "" : Of(PicturePath, mediaId);

    /// <summary>The address of a video.</summary>
    public string Video(string mediaId) => Of(VideoPath, mediaId);

    /// <summary>The address of an article.</summary>
    /// <param name="id">The set.</param>
    /// <param name="index">Its place in the set, from 1.</param>
    public string Article(string id, int index) => new Uri(Base, $"{ArticlePath}?__biz={AppId}&mid={Uri.EscapeDataString(id)}&idx={index}").AbsoluteUri;

    private string Of(string path, string id) => new Uri(Base, $"{path}?appid={AppId}&id={Uri.EscapeDataString(id)}").AbsoluteUri;
}
