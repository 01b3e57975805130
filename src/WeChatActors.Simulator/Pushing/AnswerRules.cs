using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>What an account's answers are judged by.</summary>
/// <param name="Setup">Token and security mode.</param>
/// <param name="Envelope">Opens encrypted replies; null in plaintext mode.</param>
/// <param name="FindMedia">The living file of a media id; null when it is unknown or has expired. Null itself where nobody knows the files: then every id counts.</param>
internal sealed record AnswerRules(AccountSetup Setup, AesEnvelope? Envelope, Func<string, MediaFile?>? FindMedia)
{
    /// <summary>Whether verdicts quote the names of an answer: else they may go where no OpenID may stand.</summary>
    public bool QuotesNames { get; init; } = true;
}
