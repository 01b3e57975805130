using System.Net.Sockets;

namespace WeChatActors.Engine;

/// <summary>What a failed request is called.</summary>
internal static class TransportError
{
    /// <summary>Whether a request may fail with it without a mistake of ours.</summary>
    public static bool IsOne(Exception error) => error is OperationCanceledException or HttpRequestException or IOException;

    /// <summary>The word for a failure on the way.</summary>
    /// <param name="error">One of those of which <see cref="IsOne"/> holds. A cancellation must not be the caller's own.</param>
    public static string Of(Exception error) => error switch
    {
        HttpRequestException request => Of(request),
        // Nobody's limit but that for connecting.
        OperationCanceledException => CallError.Timeout,
        _ => CallError.Broken,
    };

    private static string Of(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => CallError.Dns,
        HttpRequestError.ConnectionError => OfConnection(error.InnerException),
        HttpRequestError.SecureConnectionError => CallError.Tls,
        HttpRequestError.InvalidResponse => CallError.BadAnswer,
        HttpRequestError.ConfigurationLimitExceeded => CallError.TooLarge,
        _ => error.InnerException is AddressRefusedException ? CallError.PrivateAddress : CallError.Broken,
    };

    /// <summary>Whether the other side is to blame, as a circuit breaker understands it.</summary>
    public static bool IsFailureOfTarget(string error) =>
        error is CallError.Timeout or CallError.Stall or CallError.Dns or CallError.Refused or CallError.Unreachable or CallError.Tls or CallError.Broken;

    private static string OfConnection(Exception? cause) => cause switch
    {
        AddressRefusedException => CallError.PrivateAddress,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => CallError.Refused,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => CallError.Dns,
        TimeoutException or OperationCanceledException => CallError.Timeout,
        _ => CallError.Unreachable,
    };
}
