namespace WeChatActors.Simulator;

/// <summary>Where files and articles of an account are seen by a browser: on the simulator itself, in the place of WeChat's own hosts.</summary>
internal static class Addresses
{
    /// <summary>The path of pictures.</summary>
    public const string Picture = "/mmbiz/picture";

    /// <summary>The path of videos.</summary>
    public const string Video = "/mmbiz/video";

    /// <summary>The path of articles.</summary>
    public const string Article = "/s";

    /// <summary>The address of a picture; empty without one.</summary>
    public static string PictureUrl(this ApiRequest request, string mediaId) => mediaId.Length == 0 ? "" : Of(request, Picture, mediaId);

    /// <summary>The address of a video.</summary>
    public static string VideoUrl(this ApiRequest request, string mediaId) => Of(request, Video, mediaId);

    /// <summary>The address of an article.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="id">The set.</param>
    /// <param name="index">Its place in the set, from 1.</param>
    public static string ArticleUrl(this ApiRequest request, string id, int index) =>
        new Uri(request.Base, $"{Article}?__biz={request.Account.Setup.AppId}&mid={Uri.EscapeDataString(id)}&idx={index}").AbsoluteUri;

    private static string Of(ApiRequest request, string path, string id) =>
        new Uri(request.Base, $"{path}?appid={request.Account.Setup.AppId}&id={Uri.EscapeDataString(id)}").AbsoluteUri;
}
