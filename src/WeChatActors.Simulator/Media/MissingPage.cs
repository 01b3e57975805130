namespace WeChatActors.Simulator;

/// <summary>What a browser sees of something that is not there, or not any more.</summary>
internal static class MissingPage
{
    /// <summary>A small page with status 404.</summary>
    /// <param name="title">Such as "No such file".</param>
    /// <param name="sentence">What it may be.</param>
    public static ApiAnswer Of(string title, string sentence) =>
        new ApiAnswer.Page($"<!doctype html><meta charset=\"utf-8\"><title>{title}</title><p>{sentence}</p>", 404);
}
