using System.CommandLine;
using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors call</c>: one call of the platform's API.</summary>
internal static class CallCommand
{
    // Uploads and downloads on a slow line.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Command Create(Surroundings around)
    {
        var options = new CallOptions();
        var command = new DescribedCommand("call", "Calls any API of WeChat with the account's access_token, and prints the answer.")
        {
            Examples =
            [
                ($"{CommandLine.Name} call GET /cgi-bin/tags/get", "the account's tags"),
                ($$$"""{{{CommandLine.Name}}} call POST /cgi-bin/tags/create --body '{"tag":{"name":"vip"}}'""", "a new one"),
                ($"{CommandLine.Name} call POST /cgi-bin/media/upload --query type=image --form media=@tea.png", "upload a file"),
                ($"{CommandLine.Name} call GET /cgi-bin/media/get --query media_id=ID --out tea.png", "download one"),
                ($"{CommandLine.Name} call --list tags", "find a path"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "WeChat did it"), (ExitCode.Failed, "WeChat refuses (errcode, meaning and remedy are on stderr) or cannot be reached"),
                (ExitCode.Misused, "a bad argument, or a file with mistakes"),
            ],
        };
        options.AddTo(command);
        command.SetAction((call, ct) => options.Lists(call, out var word)
            ? Task.FromResult(ApiList.Write(word, around))
            : Call(options.Line(call), call.GetValue(options.Out), options.Accounts.Choose(call, around), around, ct));
        return command;
    }

    private static async Task<int> Call(CallLine line, string? file, ChosenAccount? chosen, Surroundings around, CancellationToken ct)
    {
        var body = CallBody.Of(line, around, out var wrong);
        if (wrong is not null)
        {
            around.Error.WriteLine(wrong);
            return ExitCode.Misused;
        }
        return await PlatformSession.Run(chosen, around, ExitCode.Failed, async session =>
        {
            if (ApiList.Oddity(line.Method, line.Path) is { } oddity) around.Error.WriteLine(oddity);
            var request = session.Get(line.Path) with
            {
                Method = line.Method, Query = line.Query, Content = body, WithToken = CallOptions.TakesToken(line.Path), Limit = Limit,
            };
            switch (await session.Client.Send(request, ct))
            {
                case PlatformExchange.Answered { Response: var response }:
                    using (response) return await new CallAnswer(request, response, around).Print(file, ct);
                case PlatformExchange.NotSent unsent:
                    PlatformFailure.NotSent(around.Error, request, unsent.Why, unsent.RetryAt);
                    return ExitCode.Failed;
                case PlatformExchange.Unknown unknown:
                    PlatformFailure.Unknown(around.Error, request, unknown.Why);
                    return ExitCode.Failed;
                case var other:
                    throw new InvalidOperationException($"A call has no case for {other.GetType().Name}.");
            }
        });
    }
}
