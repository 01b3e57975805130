namespace WeChatActors.Engine;

/// <summary>An answer of the platform whose body is read as it arrives.</summary>
public sealed class PlatformResponse : IDisposable
{
    private readonly ReadOnlyMemory<byte> _seen;
    private readonly bool _complete;

    /// <summary>An answer that has begun.</summary>
    /// <param name="message">Its head.</param>
    /// <param name="seen">The beginning of its body, which was looked at.</param>
    /// <param name="rest">What follows; null when that was all.</param>
    /// <param name="errcode">See <see cref="Errcode"/>.</param>
    /// <param name="errmsg">See <see cref="Errmsg"/>.</param>
    /// <param name="stall">How long the rest may stand still.</param>
    /// <param name="time">Measures it.</param>
    internal PlatformResponse(HttpResponseMessage message, ReadOnlyMemory<byte> seen, Stream? rest, int errcode, string errmsg, TimeSpan stall, TimeProvider time)
    {
        (Message, _seen, _complete, Errcode, Errmsg) = (message, seen, rest is null, errcode, errmsg);
        Body = new AnswerBody(seen, rest, stall, time);
    }

    /// <summary>Status and headers.</summary>
    public HttpResponseMessage Message { get; }

    /// <summary>The body from its beginning. Reading it throws <see cref="IOException"/> when it breaks off or stands still for too long.</summary>
    public Stream Body { get; }

    /// <summary>The whole body, when it was short JSON and is here already; null when it is yet to be read.</summary>
    public ReadOnlyMemory<byte>? Whole => _complete ? _seen : (ReadOnlyMemory<byte>?)null;

    /// <summary>The errcode at the top of a JSON body; 0 for success or a file.</summary>
    public int Errcode { get; }

    /// <summary>The words beside the errcode, cut and without credentials; empty for none.</summary>
    public string Errmsg { get; }

    /// <summary>The beginning of the body.</summary>
    internal ReadOnlyMemory<byte> Seen => _seen;

    /// <summary>Why there is no other token, when the answer is that the token was bad; null otherwise.</summary>
    internal TokenReply.Refused? NoToken { get; set; }

    /// <summary>Ends the answer, also one that has not been read to its end.</summary>
    public void Dispose()
    {
        Body.Dispose();
        Message.Dispose();
    }
}
