namespace WeChatActors.Simulator;

/// <summary>Judges the status of an answer: only 200 counts.</summary>
internal static class StatusCheck
{
    /// <summary>Why it does not count, in one sentence; null for 200.</summary>
    /// <param name="status">The status.</param>
    /// <param name="location">Where a redirect points to.</param>
    public static Sentence? FindFault(int? status, string? location) => status switch
    {
        200 => null,
        301 or 302 or 303 or 307 or 308 when location is not null =>
            new Sentence(
                $"The status is {status}, a redirect to {Excerpt.Of(location, 100)}; WeChat does not follow it. Configure that address as the callback.",
                $"状态码为 {status}，重定向到 {Excerpt.Of(location, 100)}；微信不跟随重定向，请直接把该地址配置为回调 URL。"),
        401 or 403 => new Sentence(
            $"The status is {status}; only 200 counts. Was the signature judged wrong? Compare the token on both sides.",
            $"状态码为 {status}，只有 200 有效。是验签失败了吗？请核对两端的 Token。"),
        404 => new Sentence(
            "The status is 404; only 200 counts. Compare the callback's path with the server's routes.",
            "状态码为 404，只有 200 有效。请核对回调 URL 的路径与服务的路由。"),
        >= 500 => new Sentence(
            $"The status is {status}; only 200 counts. The handler failed: look into its log.",
            $"状态码为 {status}，只有 200 有效。处理程序出错，请查看其日志。"),
        _ => new Sentence($"The status is {status}; only 200 counts, whatever the body says.", $"状态码为 {status}，只有 200 有效，与正文无关。"),
    };
}
