using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The answer pages of the public listener: <c>/answers/LINK</c> is the page, <c>/answers/LINK/events</c> the answer as it grows.</summary>
/// <param name="links">Knows the links that were made here.</param>
/// <param name="source">Where answers come from.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Hears what failed.</param>
/// <param name="stopping">Set when the server stops.</param>
internal sealed class AnswerPages(AnswerLinks links, IAnswerSource source, TimeProvider time, ILogger log, CancellationToken stopping)
{
    private const string Events = "/events";

    private readonly LogGate _gate = new(time, perSecond: 5);

    /// <summary>Who reads answers now.</summary>
    public OpenReaders Readers { get; } = new(perLink: 4, inAll: 2_000);

    /// <summary>Puts the pages beside what else the public listener answers, which stays as fast as it is.</summary>
    public RequestDelegate Beside(RequestDelegate other) =>
        links.Any ? context => context.Request.Path.Value is { } path && path.StartsWith(AnswerLinks.Path, StringComparison.Ordinal) ? Handle(context, path) : other(context) : other;

    private Task Handle(HttpContext context, string path)
    {
        AnswerPage.Guard(context.Response);
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        var isHead = HttpMethods.IsHead(context.Request.Method);
        if ((!isHead && !HttpMethods.IsGet(context.Request.Method)) || hasBody)
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return AnswerPage.Refuse(context.Response, StatusCodes.Status405MethodNotAllowed, AnswerWords.Method);
        }
        var text = path[AnswerLinks.Path.Length..];
        var wantsEvents = text.EndsWith(Events, StringComparison.Ordinal);
        if (wantsEvents) text = text[..^Events.Length];
        if (links.Open(text) is not { } link) return AnswerPage.Refuse(context.Response, StatusCodes.Status404NotFound, AnswerWords.Unknown);
        if (!link.IsAlive(time.GetUtcNow())) return AnswerPage.Refuse(context.Response, StatusCodes.Status410Gone, AnswerWords.Expired);
        if (!wantsEvents) return AnswerPage.Write(context.Response);
        return isHead ? Task.CompletedTask : Stream(context, link);
    }

    private async Task Stream(HttpContext context, AnswerLink link)
    {
        var entry = Readers.Enter(link);
        if (entry != ReaderEntry.In)
        {
            RetryAfter.Set(context.Response, TimeSpan.FromSeconds(10));
            await (entry == ReaderEntry.LinkFull
                ? AnswerPage.Refuse(context.Response, StatusCodes.Status429TooManyRequests, AnswerWords.TooMany)
                : AnswerPage.Refuse(context.Response, StatusCodes.Status503ServiceUnavailable, AnswerWords.Busy));
            return;
        }
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var events = new AnswerEvents(context.Response, gone.Token);
        try
        {
            await new AnswerStream(source, events, link, time, gone.Token).Run();
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Nobody reads any more; after a restart the page connects again by itself.
        }
        catch (StoreUnavailableException error)
        {
            if (_gate.Opens(out _)) Log.StoreUnavailable(log, $"{link.To.Account}: an answer could not be shown: {error.Message}");
            await events.End(AnswerWords.Unavailable);
        }
        finally
        {
            Readers.Leave(link);
        }
    }
}
