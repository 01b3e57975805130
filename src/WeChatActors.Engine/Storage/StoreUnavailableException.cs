namespace WeChatActors.Engine;

/// <summary>The store cannot be opened, read or written now. The message is one sentence that names the file and the remedy.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
