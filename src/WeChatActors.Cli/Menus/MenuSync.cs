using System.Collections.Immutable;
using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>Brings the menu of an account's rules and the platform's together.</summary>
/// <param name="session">Calls the platform.</param>
/// <param name="around">Streams.</param>
internal sealed class MenuSync(PlatformSession session, Surroundings around)
{
    private ChosenAccount Chosen => session.Chosen;

    /// <summary>Sends the menu of the rules if it differs.</summary>
    /// <param name="dry">Only shows the difference.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> Push(bool dry, CancellationToken ct)
    {
        if (Chosen.Account.Script.Menu is not { } menu) return HasNoMenu("nothing was sent");
        if (await Theirs(ct) is not { } theirs) return ExitCode.Failed;
        var ours = MenuYaml.Lines(menu);
        if (ours.SequenceEqual(theirs))
        {
            around.Out.WriteLine($"The menu of {Chosen.Alias} is already so.");
            return ExitCode.Done;
        }
        Show(theirs, ours);
        if (dry)
        {
            around.Error.WriteLine("Nothing was sent.");
            return ExitCode.Done;
        }
        // The whole menu is replaced, so a second one changes nothing.
        if (await Call(session.Post("/cgi-bin/menu/create", MenuJson.Of(menu)) with { Idempotent = true }, ct) is null) return ExitCode.Failed;
        around.Error.WriteLine($"WeChat has the menu of {Chosen.Alias} now. Phones show it within five minutes; who unfollows and follows again sees it at once.");
        return ExitCode.Done;
    }

    /// <summary>Prints the platform's menu.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Pull(CancellationToken ct)
    {
        if (await Theirs(ct) is not { } theirs) return ExitCode.Failed;
        if (theirs.IsEmpty) around.Error.WriteLine($"{Chosen.Alias} has no menu at WeChat, or it is switched off.");
        foreach (var line in theirs) around.Out.WriteLine(line);
        return ExitCode.Done;
    }

    /// <summary>Prints the difference.</summary>
    /// <returns>0 the same, 1 different, 2 not compared.</returns>
    public async Task<int> Diff(CancellationToken ct)
    {
        if (Chosen.Account.Script.Menu is not { } menu) return HasNoMenu("there is nothing to compare");
        if (await Theirs(ct) is not { } theirs) return ExitCode.Misused;
        var ours = MenuYaml.Lines(menu);
        if (ours.SequenceEqual(theirs)) return ExitCode.Done;
        Show(theirs, ours);
        return ExitCode.Failed;
    }

    private async Task<ImmutableArray<string>?> Theirs(CancellationToken ct) =>
        await Call(session.Get(CurrentMenu.Path), ct) is { } done ? MenuYaml.Lines(CurrentMenu.Read(done.Json)) : null;

    private async Task<PlatformResult.Done?> Call(PlatformRequest request, CancellationToken ct)
    {
        var result = await session.Client.Call(request, ct);
        PlatformFailure.Write(around.Error, request, result);
        return result as PlatformResult.Done;
    }

    private int HasNoMenu(string so)
    {
        around.Error.WriteLine($"The rules of {Chosen.Alias} ({Chosen.RulePath}) have no section 'menu:', so {so}. {CommandLine.Name} menu pull prints WeChat's menu as one.");
        return ExitCode.Misused;
    }

    private void Show(ImmutableArray<string> theirs, ImmutableArray<string> ours)
    {
        around.Out.WriteLine($"--- WeChat ({Chosen.Alias})");
        around.Out.WriteLine($"+++ {Chosen.RulePath}");
        foreach (var line in LineDifference.Of(theirs, ours)) around.Out.WriteLine(line);
    }
}
