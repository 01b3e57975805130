namespace WeChatActors.Simulator;

/// <summary>One call of the API as the inspector shows it; tokens and secrets are masked.</summary>
/// <param name="Number">Counted from 1 in its account.</param>
/// <param name="At">When it came.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">The query string without secrets.</param>
/// <param name="OpenId">Whom it addresses; null for nobody in particular.</param>
/// <param name="Request">The body, at most 16 KiB of text; a file as a note of its size.</param>
/// <param name="Answer">The answer, likewise.</param>
/// <param name="Errcode">0 for success.</param>
/// <param name="Elapsed">From request to answer.</param>
internal sealed record ApiCall(
    long Number, DateTimeOffset At, string Method, string Path, string Query, string? OpenId, string Request, string Answer, int Errcode, TimeSpan Elapsed);
