namespace WeChatActors.Engine;

/// <summary>When the platform is asked again after it refused a token.</summary>
internal enum TokenPause
{
    /// <summary>After 1, 2, 4, 8 s and so on, at most a minute.</summary>
    Backoff,

    /// <summary>In the next minute.</summary>
    NextMinute,

    /// <summary>Every five minutes: time or somebody mends it.</summary>
    Slowly,

    /// <summary>Not before an hour is over, whoever asks.</summary>
    Hour,

    /// <summary>Not before a day is over, whoever asks.</summary>
    Day,

    /// <summary>After midnight in China.</summary>
    Midnight,

    /// <summary>When an operator asks, or after a restart: it stays wrong until somebody mends it.</summary>
    Stop,
}

/// <summary>What is done about a refusal.</summary>
/// <param name="Pause">When the platform is asked again.</param>
/// <param name="Sentence">The cause and the remedy.</param>
internal sealed record TokenReaction(TokenPause Pause, string Sentence);
