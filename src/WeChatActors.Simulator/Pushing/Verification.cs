namespace WeChatActors.Simulator;

/// <summary>What came of the echostr check that WeChat's console makes before it takes a callback.</summary>
/// <param name="Passed">Whether the callback is taken.</param>
/// <param name="Verdict">Why, in one sentence.</param>
/// <param name="Request">Path and query that were asked for; empty without a callback.</param>
/// <param name="Status">The HTTP status; null without an answer.</param>
/// <param name="Answer">The answer as it came; null without one.</param>
/// <param name="Elapsed">By the wall's clock.</param>
internal sealed record Verification(bool Passed, Sentence Verdict, string Request, int? Status, string? Answer, TimeSpan Elapsed);
