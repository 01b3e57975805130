using System.Net.Sockets;
using System.Security.Authentication;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>Says why no connection could be made.</summary>
internal static class ConnectFault
{
    /// <summary>The sentence for what was thrown while a connection was opened.</summary>
    public static Sentence Describe(Exception error, Uri target) => error is SocketException { SocketErrorCode: var code } ? code switch
    {
        SocketError.AddressNotAvailable or SocketError.AddressAlreadyInUse => new Sentence(
            $"This machine has no port left for another connection to {target.Authority}; use fewer connections, or let the target keep them alive.",
            $"本机已没有可用端口连接 {target.Authority}；请减少连接数，或让目标保持连接。"),
        SocketError.TooManyOpenSockets => new Sentence(
            "This process may open no more connections; use fewer, or raise the limit of open files (ulimit -n).", "本进程不能再打开更多连接；请减少连接数，或提高打开文件数上限（ulimit -n）。"),
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => Describe(HttpRequestError.NameResolutionError, error, target),
        _ => Describe(HttpRequestError.ConnectionError, error, target),
    }
    : Describe(error is AuthenticationException or IOException ? HttpRequestError.SecureConnectionError : HttpRequestError.ConnectionError, error, target);

    private static Sentence Describe(HttpRequestError kind, Exception error, Uri target) => CallbackRequest.Describe(new HttpRequestException(kind, null, error), target);
}
