namespace WeChatActors.Simulator;

/// <summary>The simulator cannot start. The message is one sentence with the remedy.</summary>
public sealed class SimulatorStartException(string message, Exception? inner = null) : Exception(message, inner);
