using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>The loop of a chat: a line in, its result out.</summary>
/// <param name="session">The conversation.</param>
/// <param name="rules">Where its rules come from.</param>
/// <param name="printer">Writes what happens.</param>
/// <param name="mocks">What answers its calls.</param>
/// <param name="trace">What its decisions went through.</param>
internal sealed class Chat(Rehearsal session, ChatRules rules, ChatPrinter printer, ChatMocks mocks, DecisionTrace trace)
{
    /// <summary>Takes lines until there are none or one says to leave.</summary>
    /// <param name="read">Gives the next line; null at the end.</param>
    /// <param name="echo">Whether lines must be written into the transcript.</param>
    public void Run(Func<string?> read, bool echo)
    {
        while (read() is { } line)
        {
            var input = ChatInput.Parse(line);
            if (input is ChatInput.Nothing) continue;
            if (input is ChatInput.Send send)
            {
                Send(send, echo ? line : null);
                continue;
            }
            if (echo) printer.Said(line);
            if (input is ChatInput.Quit) return;
            Take(input);
        }
    }

    // A transcript must not keep what answers a secret question, and that is known only afterwards.
    private void Send(ChatInput.Send send, string? echo)
    {
        trace.Begin();
        var result = session.Send(send.Packet);
        if (echo is not null) printer.Said(result is Rehearsed.Turned turned && turned.Lines.Any(session.HoldsSecret) ? RuleTestRun.Secret : echo);
        printer.Result(result);
    }

    private void Take(ChatInput input)
    {
        switch (input)
        {
            case ChatInput.Again when session.SendAgain() is { } delivered:
                printer.Result(delivered);
                break;
            case ChatInput.Again:
                printer.About("Nothing was delivered yet.");
                break;
            case ChatInput.Wait wait:
                printer.Waited(session.Wait(wait.Time), session.Now);
                break;
            case ChatInput.ShowHelp:
                printer.Help();
                break;
            case ChatInput.ShowMenu:
                printer.About(CustomMenu.Lines(session.Script.Menu));
                break;
            case ChatInput.ShowState:
                printer.State(session);
                break;
            case ChatInput.Why why:
                printer.About(TriedLines.Of(trace.Tried, why.Rule, session.Script, rules));
                break;
            case ChatInput.Mock mock:
                mocks.Add(mock.With);
                printer.About(ChatMocks.Line(mock.With));
                break;
            case ChatInput.Mocks { Clear: var clear }:
                if (clear) mocks.Clear();
                printer.About(mocks.Lines());
                break;
            case ChatInput.ShowTests:
                printer.About(PlayedTest.List(session.Script, rules));
                break;
            case ChatInput.Test test:
                PlayedTest.Play(test.Name, session.Script, rules, printer, mocks);
                break;
            case ChatInput.Reload:
                Reload();
                break;
            case ChatInput.Mistake mistake:
                printer.About(mistake.Sentence);
                break;
            default:
                throw new InvalidOperationException($"No way to take {input.GetType().Name}.");
        }
    }

    private void Reload()
    {
        var load = rules.Load();
        printer.About(load.Findings.Select(FindingLines.Line));
        if (load.Script is { } script)
        {
            session.Script = script;
            printer.About($"{rules.Path}: {FindingLines.Number(script.Rules.Length, "rule")}");
        }
        else
        {
            printer.About("The old rules stay.");
        }
    }
}
