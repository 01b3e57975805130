namespace WeChatActors.Replay;

/// <summary>A capture cannot be read or written. The message is one sentence with the remedy.</summary>
internal sealed class CaptureException(string message, Exception? inner = null) : Exception(message, inner);
