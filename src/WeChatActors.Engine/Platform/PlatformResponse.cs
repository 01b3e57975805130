namespace WeChatActors.Engine;

/// <summary>What became of a call whose answer is passed on as it comes.</summary>
public abstract record PlatformExchange
{
    private PlatformExchange() { }

    /// <summary>The platform answered.</summary>
    /// <param name="Response">The answer; whoever gets it disposes it.</param>
    public sealed record Answered(PlatformResponse Response) : PlatformExchange;

    /// <summary>It was not sent, see <see cref="PlatformResult.NotSent"/>.</summary>
    /// <param name="Why">The cause and the remedy, in one sentence.</param>
    /// <param name="RetryAt">When it is worth trying again, UTC; null when somebody must mend something first.</param>
    public sealed record NotSent(string Why, DateTimeOffset? RetryAt) : PlatformExchange;

    /// <summary>It was sent and no answer came, see <see cref="PlatformResult.Unknown"/>.</summary>
    /// <param name="Why">What happened, in one sentence.</param>
    public sealed record Unknown(string Why) : PlatformExchange;
}

/// <summary>An answer of the platform whose body is read as it arrives.</summary>
/// <param name="message">The head of the answer.</param>
/// <param name="body">The body from its beginning, also what was looked at already.</param>
/// <param name="errcode">The errcode at the beginning of a short JSON body; 0 for success or a file.</param>
/// <param name="errmsg">The words beside it; empty for none.</param>
public sealed class PlatformResponse(HttpResponseMessage message, Stream body, int errcode, string errmsg) : IDisposable
{
    /// <summary>Status and headers.</summary>
    public HttpResponseMessage Message => message;

    /// <summary>The body.</summary>
    public Stream Body => body;

    /// <summary>The errcode; 0 for success or a file.</summary>
    public int Errcode => errcode;

    /// <summary>The words beside the errcode; empty for none.</summary>
    public string Errmsg => errmsg;

    /// <summary>Ends the answer, also one that has not been read to its end.</summary>
    public void Dispose()
    {
        body.Dispose();
        message.Dispose();
    }
}
