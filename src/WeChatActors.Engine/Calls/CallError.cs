namespace WeChatActors.Engine;

/// <summary>The words that rules see as <c>error</c> of a call, and metrics as its outcome.</summary>
public static class CallError
{
    /// <summary>The deadline passed.</summary>
    public const string Timeout = "timeout";

    /// <summary>An answer that had begun stood still.</summary>
    public const string Stall = "stall";

    /// <summary>The name of the host cannot be resolved.</summary>
    public const string Dns = "dns";

    /// <summary>Nothing listens at that port.</summary>
    public const string Refused = "refused";

    /// <summary>No connection came about for another reason.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>No TLS connection came about: the certificate is not trusted, or something stands between.</summary>
    public const string Tls = "tls";

    /// <summary>The connection ended before the answer was complete.</summary>
    public const string Broken = "broken";

    /// <summary>The answer is longer than what is read.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The answer is no HTTP, or packed in a way that cannot be undone.</summary>
    public const string BadAnswer = "bad_answer";

    /// <summary>The answer should be JSON and is not, or is JSON of another shape.</summary>
    public const string BadJson = "bad_json";

    /// <summary>The status is not one of success.</summary>
    public const string Status = "status";

    /// <summary>The answer is a redirect; none is followed.</summary>
    public const string Redirect = "redirect";

    /// <summary>The address is none of http or https.</summary>
    public const string BadUrl = "bad_url";

    /// <summary>A header cannot be sent, or is not a rule's to set.</summary>
    public const string BadHeader = "bad_header";

    /// <summary>The configuration does not name the host.</summary>
    public const string HostNotAllowed = "host_not_allowed";

    /// <summary>The host's name leads to a private address.</summary>
    public const string PrivateAddress = "private_address";

    /// <summary>The host or model failed too often just now.</summary>
    public const string CircuitOpen = "circuit_open";

    /// <summary>The configuration does not name the model.</summary>
    public const string UnknownModel = "unknown_model";

    /// <summary>The model's server answered with an error instead of a text.</summary>
    public const string Model = "model_error";

    /// <summary>The model said nothing.</summary>
    public const string Empty = "empty";

    /// <summary>A mistake of this program.</summary>
    public const string Internal = "internal";

    /// <summary>Nobody waits any more. Only in metrics.</summary>
    public const string Cancelled = "cancelled";
}
