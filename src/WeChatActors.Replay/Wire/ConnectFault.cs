using System.Net.Sockets;
using System.Security.Authentication;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>Says why no connection could be made.</summary>
internal static class ConnectFault
{
    /// <summary>The sentence for what was thrown while a connection was opened.</summary>
    public static string Describe(Exception error, Uri target) => error switch
    {
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AddressAlreadyInUse } =>
            $"This machine has no port left for another connection to {target.Authority}; use fewer connections, or let the target keep them alive.",
        SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } => "This process may open no more connections; use fewer, or raise the limit of open files (ulimit -n).",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery } => Describe(HttpRequestError.NameResolutionError, error, target),
        CertificateException { Fault: var fault } => $"No TLS connection to {target.Authority} was made: {fault.Why}; {fault.Remedy}.",
        AuthenticationException or IOException => Describe(HttpRequestError.SecureConnectionError, error, target),
        _ => Describe(HttpRequestError.ConnectionError, error, target),
    };

    private static string Describe(HttpRequestError kind, Exception error, Uri target) => CallbackRequest.Describe(new HttpRequestException(kind, null, error), target).English;
}
