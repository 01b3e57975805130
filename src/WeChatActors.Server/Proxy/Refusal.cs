using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Why a call that was to be passed on has no answer of the platform.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Errcode">The errcode that says it to a program made for the platform.</param>
/// <param name="Title">What is wrong, a few words.</param>
/// <param name="Remedy">The cause and what to do, in one sentence or two. No secret.</param>
internal sealed record Refusal(int Status, int Errcode, string Title, string Remedy)
{
    /// <summary>Whether the call reached the platform: <c>not_sent</c>, or <c>unknown</c> when it may have been done.</summary>
    public string Outcome { get; init; } = "not_sent";

    /// <summary>When it is worth trying again; null when nobody knows, or somebody must mend something first.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The address is none of the platform's.</summary>
    public static Refusal Path(string why) =>
        new(StatusCodes.Status400BadRequest, 40066, "This is no path of the platform's API", why);

    /// <summary>The caller's body cannot be read to its end.</summary>
    public static Refusal Body(BadHttpRequestException error) => new(error.StatusCode, 45001, "The request's body could not be read", error.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => $"It is longer than {ProxyOptions.MaxBody} bytes.",
        StatusCodes.Status408RequestTimeout => "It arrived too slowly. The platform did not get all of it.",
        _ => "It is broken: check Content-Length, or the framing of its chunks. The platform did not get all of it.",
    });
}

/// <summary>Tells a caller in its own language why there is no answer.</summary>
internal delegate Task Refuse(HttpContext context, Refusal refusal);
