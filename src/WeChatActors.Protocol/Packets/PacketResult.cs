namespace WeChatActors.Protocol;

/// <summary>What became of one body: a packet, or a reason with a place.</summary>
public abstract record PacketResult
{
    private PacketResult() { }

    /// <summary>The body is a packet.</summary>
    /// <param name="Packet">The packet; of an unknown kind it is an <see cref="UnknownMessage"/> or <see cref="UnknownEvent"/>.</param>
    /// <param name="Warnings">What was odd about it.</param>
    public sealed record Parsed(Packet Packet, PacketWarnings Warnings) : PacketResult;

    /// <summary>The body is not a packet; nothing of it may be used.</summary>
    /// <param name="Fault">The cause.</param>
    /// <param name="Detail">What was found and what was expected, for the operator. Holds at most a few characters of the body, escaped.</param>
    /// <param name="Line">Line of the place, from 1; 0 when the fault has no place.</param>
    /// <param name="Column">Column of the place in characters, from 1; 0 when the fault has no place.</param>
    public sealed record Rejected(PacketFault Fault, string Detail, int Line, int Column) : PacketResult
    {
        /// <summary>How the edge answers it.</summary>
        public PacketOutcome Outcome => Fault switch
        {
            PacketFault.UnexpectedEnd => PacketOutcome.Retry,
            PacketFault.TooLarge => PacketOutcome.TooLarge,
            PacketFault.WrongMsgSignature => PacketOutcome.RejectSignature,
            PacketFault.DocumentType or PacketFault.TooDeep or PacketFault.TooManyElements or PacketFault.TooManyAttributes
                or PacketFault.NameTooLong or PacketFault.PlaintextRefused or PacketFault.UnknownEncryptType
                or PacketFault.MissingEncrypt or PacketFault.DuplicateEncrypt or PacketFault.NotBase64
                or PacketFault.NotDecryptable or PacketFault.CorruptPlaintext or PacketFault.WrongAppId
                or PacketFault.EnvelopeDiffers => PacketOutcome.Reject,
            _ => PacketOutcome.AcknowledgeBad,
        };
    }
}
