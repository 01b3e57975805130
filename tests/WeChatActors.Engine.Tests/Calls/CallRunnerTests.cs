using System.Net;
using System.Text;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Calls;

public class CallRunnerTests
{
    private static readonly Uri Shop = new("http://shop.example/");

    [Fact]
    public async Task A_call_that_runs_is_not_begun_again()
    {
        var wire = new Wire();
        await using var lab = Wire.Lab(wire);
        var ticket = lab.Begin(CallLab.Get(Shop));
        await wire.Sent();

        lab.Runner.Start(ticket);
        lab.Runner.Start(ticket with { Order = CallLab.Get(Shop) });
        wire.Answer();

        Assert.True((await lab.Result(ticket))["ok"].AsBool);
        await lab.Runner.Stop(TimeSpan.FromSeconds(1));
        Assert.Equal((1, 1), (wire.Requests, lab.Told.Count));
    }

    [Fact]
    public async Task A_cancelled_call_ends_and_is_not_told_of()
    {
        var wire = new Wire();
        await using var lab = Wire.Lab(wire);
        var ticket = lab.Begin(CallLab.Get(Shop));
        await wire.Sent();

        lab.Runner.Cancel(ticket.To, ticket.Id);
        lab.Runner.Cancel(ticket.To, ticket.Id);
        await wire.Cancelled();
        // The next attempt may begin before the one before has noticed.
        lab.Runner.Start(ticket);
        await wire.Sent();
        wire.Answer();
        await lab.Result(ticket);
        await lab.Runner.Stop(TimeSpan.FromSeconds(1));

        Assert.Single(lab.Told);
        Assert.Equal((1, 1, 0), (lab.Runner.Counters.Ended("shop.example", CallError.Cancelled), lab.Runner.Counters.Ended("shop.example", "ok"), lab.Runner.Counters.InFlight));
        Assert.Equal(0, lab.Time.Armed);
    }

    [Fact]
    public async Task Cancelling_what_does_not_run_does_nothing()
    {
        await using var lab = Wire.Lab(new Wire());

        lab.Runner.Cancel(Given.Id(), new CallId(7, 0, 1));

        Assert.Null(lab.Runner.Stream(Given.Id(), 7));
    }

    [Fact]
    public async Task A_mistake_of_this_program_ends_a_call_too_and_quotes_nobody()
    {
        var wire = new Wire(new InvalidOperationException("oAnn said: my password is 7hE-s3cret"));
        await using var lab = Wire.Lab(wire);

        await lab.Fails(CallError.Internal, CallLab.Get(Shop));
        await lab.Fails(CallError.Internal, CallLab.Ask());

        Assert.All(lab.Notices, notice => Assert.True(notice.Urgent));
        Assert.Equal(["shop.example", "llm:default"], lab.Notices.Select(notice => notice.Target));
        Assert.Contains("shop.yaml:3", lab.Notices.First().Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", string.Join(' ', lab.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_fails_to_hear_a_result_stops_nobody_else()
    {
        var wire = new Wire();
        var told = 0;
        var notices = new List<CallNotice>();
        var options = new CallOptions { AllowHosts = [AllowedHost.Read("shop.example")!] };
        await using var runner = new CallRunner(options, new Dictionary<string, ModelOptions>(), (_, _, _, _) =>
        {
            if (Interlocked.Increment(ref told) == 1) throw new InvalidOperationException("deaf");
        }, new VirtualTime(), notices.Add, wire.Invoker, wire.Invoker);

        for (var turn = 1; turn <= 2; turn++)
        {
            runner.Start(CallLab.Ticket(CallLab.Get(Shop), turn));
            await wire.Sent();
            wire.Answer();
        }
        await runner.Stop(TimeSpan.FromSeconds(1));

        Assert.Equal((2, 1), (told, notices.Count));
    }

    [Fact]
    public async Task Stopping_waits_and_then_leaves_the_rest_to_the_next_process()
    {
        var wire = new Wire();
        await using var lab = Wire.Lab(wire);
        var (quick, slow) = (lab.Begin(CallLab.Get(Shop)), lab.Begin(CallLab.Get(Shop)));
        await wire.Sent();
        await wire.Sent();

        var stopped = lab.Runner.Stop(TimeSpan.FromSeconds(5));
        var late = lab.Begin(CallLab.Get(Shop));
        wire.Answer();
        // Which of the two was answered is the wire's to choose.
        var told = await Task.WhenAny(lab.Ended(quick), lab.Ended(slow));
        await told;
        Assert.False(stopped.IsCompleted);
        lab.Time.Advance(TimeSpan.FromSeconds(5));
        await stopped;

        Assert.Equal((1, false, 2), (lab.Told.Count, lab.IsTold(late), wire.Requests));
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_nothing()
    {
        var lab = Wire.Lab(new Wire());

        await lab.Runner.Stop(TimeSpan.FromDays(1));
        await lab.DisposeAsync();
    }

    [Fact]
    public async Task Every_call_is_told_of_once_or_was_cancelled_whatever_comes_first()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var chance = new Random(seed);
            var wire = new Wire { Immediate = () => chance.Next(3) == 0 };
            await using var lab = Wire.Lab(wire, new CallOptions { PerHost = 1 + chance.Next(8), BreakerFailures = 1000 });
            var tickets = new List<CallTicket>();
            var cancelled = new HashSet<CallId>();
            for (var i = 0; i < 200; i++)
            {
                switch (chance.Next(5))
                {
                    case < 2:
                        tickets.Add(lab.Begin(chance.Next(2) == 0 ? CallLab.Get(Shop, TimeSpan.FromMilliseconds(chance.Next(1, 50)), 2) : CallLab.Ask(deadline: TimeSpan.FromMilliseconds(chance.Next(1, 50)))));
                        break;
                    case 2 when tickets.Count > 0:
                        var ticket = tickets[chance.Next(tickets.Count)];
                        cancelled.Add(ticket.Id);
                        if (chance.Next(2) == 0) lab.Runner.Start(ticket with { Id = ticket.Id with { Attempt = i + 2 } });
                        lab.Runner.Cancel(ticket.To, ticket.Id);
                        break;
                    case 3:
                        wire.Answer();
                        break;
                    default:
                        lab.Time.Advance(TimeSpan.FromMilliseconds(chance.Next(20)));
                        break;
                }
            }
            lab.Time.Advance(TimeSpan.FromMinutes(1));
            var stopped = lab.Runner.Stop(TimeSpan.FromDays(1));
            while (!stopped.IsCompleted)
            {
                lab.Time.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }

            Assert.Equal(lab.Told.Distinct(), lab.Told);
            Assert.Empty(tickets.Select(ticket => ticket.Id).Except(lab.Told).Except(cancelled));
            Assert.Equal(0, lab.Runner.Counters.InFlight);
            Assert.Empty(lab.Notices);
        }
    }

    [Fact]
    public async Task How_long_a_call_takes_is_known_after_three()
    {
        var wire = new Wire();
        await using var lab = Wire.Lab(wire);
        var order = CallLab.Get(Shop);
        foreach (var (seconds, known) in new[] { (2, false), (2, false), (2, true), (4, true) })
        {
            var ticket = lab.Begin(order);
            await wire.Sent();
            lab.Time.Advance(TimeSpan.FromSeconds(seconds));
            wire.Answer();
            await lab.Result(ticket);
            Assert.Equal(known, lab.Runner.Expected(order) is not null);
        }

        // A mean of 2 s and an eighth of the way to 4 s; a deviation of 1 s that shrank three times by a quarter and grew by a quarter of 2 s.
        Assert.InRange(lab.Runner.Expected(order)!.Value, TimeSpan.FromSeconds(2.25 + 0.9), TimeSpan.FromSeconds(2.25 + 1));
        Assert.Null(lab.Runner.Expected(CallLab.Get(new Uri("http://other.example/"))));
        Assert.Null(lab.Runner.Expected(CallLab.Ask()));
    }

    [Fact]
    public async Task What_did_not_reach_the_host_says_nothing_about_how_long_it_takes()
    {
        await using var lab = Wire.Lab(new Wire(new HttpRequestException(HttpRequestError.NameResolutionError)), new CallOptions { BreakerFailures = 2 });

        for (var i = 0; i < 10; i++) await lab.Call(CallLab.Get(Shop));

        Assert.Null(lab.Runner.Expected(CallLab.Get(Shop)));
        Assert.Equal(8, lab.Runner.Counters.Ended("shop.example", CallError.CircuitOpen));
    }

    [Fact]
    public async Task Counters_tell_what_became_of_calls()
    {
        var wire = new Wire();
        await using var lab = Wire.Lab(wire);
        var ticket = lab.Begin(CallLab.Get(Shop));
        await wire.Sent();
        lab.Time.Advance(TimeSpan.FromSeconds(0.3));
        wire.Answer();
        await lab.Result(ticket);
        var timed = lab.Begin(CallLab.Get(Shop));
        await wire.Sent();
        lab.Time.Advance(TimeSpan.FromSeconds(10));
        await lab.Result(timed);
        await lab.Call(CallLab.Get(new Uri("http://evil.example/")));
        lab.Begin(CallLab.Ask());
        await wire.Sent();
        var text = new StringBuilder();

        lab.Runner.Counters.Write(text);

        Golden.Matches("call-counters.txt", text.ToString());
    }

    [Fact]
    public async Task Names_below_a_wildcard_do_not_make_lines_without_end()
    {
        await using var lab = Wire.Lab(new Wire { Immediate = () => true }, new CallOptions { AllowHosts = [AllowedHost.Read("*.shop.example")!] });

        for (var i = 0; i < CallTargets.MostNames + 100; i++) await lab.Call(CallLab.Get(new Uri($"http://s{i}.shop.example/")));

        Assert.Equal((1, 0, 100), (lab.Runner.Counters.Ended("s0.shop.example", "ok"), lab.Runner.Counters.Ended("s1050.shop.example", "ok"), lab.Runner.Counters.Ended("*.shop.example", "ok")));
    }
}
