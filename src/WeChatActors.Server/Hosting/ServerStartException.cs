namespace WeChatActors.Server;

/// <summary>The server cannot start. The message is one sentence with the remedy.</summary>
public sealed class ServerStartException(string message, Exception? inner = null) : Exception(message, inner);
