using System.Net;

namespace WeChatActors.Simulator.Tests;

public class ApiFaultsTests
{
    private const string Path = "/cgi-bin/getcallbackip";

    [Theory]
    [InlineData("*", "/cgi-bin/token", true)]
    [InlineData("/cgi-bin/*", "/cgi-bin/token", true)]
    [InlineData("/cgi-bin/*", "/sns/auth", false)]
    [InlineData("/cgi-bin/token", "/cgi-bin/token", true)]
    [InlineData("/cgi-bin/token", "/cgi-bin/token2", false)]
    [InlineData("*/send", "/cgi-bin/message/custom/send", true)]
    [InlineData("/*/custom/*", "/cgi-bin/message/custom/send", true)]
    [InlineData("/*a*b*", "/xxaxx", false)]
    public void A_star_stands_for_any_text(string pattern, string path, bool matches) => Assert.Equal(matches, ApiFaults.Matches(pattern, path));

    [Theory]
    [InlineData("cgi-bin", 0, 1, null, "path must begin with / or *")]
    [InlineData("*", 0, 1, null, "latency_ms")]
    [InlineData("*", 600_001, 1, null, "latency_ms")]
    [InlineData("*", 1, 0, null, "times")]
    [InlineData("*", 1, 1, 0, "for_seconds")]
    public void An_order_that_makes_no_sense_is_refused_in_words(string path, int latency, int times, int? seconds, string word)
    {
        var order = new FaultOrder { Do = FaultKind.Latency, Path = path, Latency = TimeSpan.FromMilliseconds(latency), Times = times, For = seconds is { } s ? TimeSpan.FromSeconds(s) : null };
        Assert.Contains(word, order.Complaint, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ApiFaults(new SimulatedClock(TimeProvider.System), new Feed()).Add(order));
    }

    [Fact]
    public async Task An_errcode_burst_meets_so_many_calls_of_its_path_and_no_more()
    {
        await using var lab = await ApiLab.Start_with();
        var heard = 0;
        lab.Platform.Feed.Published += happened => { if (happened.Kind == "faults") Interlocked.Increment(ref heard); };
        var fault = lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Errcode, Errcode = 45009, Path = Path, Times = 2 });
        Assert.Equal(40066, await lab.GetCode("/other"));
        Assert.Equal(45009, await lab.GetCode(Path));
        Assert.Equal((fault.Id, 1), lab.Platform.Faults.All.Select(each => (each.Id, each.Hits)).Single());
        Assert.Equal(45009, await lab.GetCode(Path));
        Assert.Equal(41001, await lab.GetCode(Path));
        Assert.Empty(lab.Platform.Faults.All);
        Assert.Equal(3, heard);
    }

    [Fact]
    public async Task A_fault_for_a_time_ends_by_the_simulated_clock()
    {
        await using var lab = await ApiLab.Start_with();
        lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Errcode, For = TimeSpan.FromSeconds(10) });
        Assert.Equal(-1, await lab.GetCode(Path));
        lab.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(41001, await lab.GetCode(Path));
        Assert.Empty(lab.Platform.Faults.All);
    }

    [Fact]
    public async Task A_fault_of_one_account_spares_the_others()
    {
        var other = ApiLab.Demo with { Alias = "other", AppId = "wxother" };
        await using var lab = await ApiLab.Start_with(ApiLab.Demo, other);
        var (mine, others) = (await lab.Token(), await lab.Token(other));
        var fault = lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Errcode, Account = "other" });
        Assert.Equal(0, await lab.GetCode($"{Path}?access_token={mine}"));
        Assert.Equal(-1, await lab.GetCode($"{Path}?access_token={others}"));
        Assert.Equal(-1, await lab.PostCode("/cgi-bin/stable_token", """{"appid":"wxother"}"""));
        Assert.True(lab.Platform.Faults.Remove(fault.Id));
        Assert.False(lab.Platform.Faults.Remove(fault.Id));
        Assert.Equal(0, await lab.GetCode($"{Path}?access_token={others}"));
    }

    [Fact]
    public async Task Latency_is_waited_on_the_wall_and_then_the_call_is_handled()
    {
        await using var lab = await ApiLab.Start_with();
        lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Latency, Latency = TimeSpan.FromSeconds(3), Times = 1 });
        var answer = lab.GetCode(Path);
        await lab.Wall.SomebodyWaits();
        lab.Clock.Advance(TimeSpan.FromHours(1));
        lab.Wall.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.False(answer.IsCompleted);
        lab.Wall.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(41001, await answer);
        Assert.Equal(TimeSpan.FromSeconds(3), lab.Platform.StrayCalls.Snapshot()[^1].Elapsed);
    }

    [Fact]
    public async Task A_hanging_call_goes_on_when_the_fault_is_removed()
    {
        await using var lab = await ApiLab.Start_with();
        var met = new TaskCompletionSource();
        var fault = lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Hang, Times = 1 });
        lab.Platform.Feed.Published += happened => { if (happened.Kind == "faults") met.TrySetResult(); };
        var answer = lab.GetCode(Path);
        await met.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(answer.IsCompleted);
        Assert.Equal(41001, await lab.GetCode(Path));
        Assert.True(lab.Platform.Faults.Remove(fault.Id));
        Assert.Equal(41001, await answer);
    }

    [Fact]
    public async Task A_hanging_call_goes_on_when_the_fault_s_time_is_over()
    {
        await using var lab = await ApiLab.Start_with();
        lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Hang, For = TimeSpan.FromMinutes(1) });
        var met = new TaskCompletionSource();
        lab.Platform.Feed.Published += happened => { if (happened.Kind == "faults") met.TrySetResult(); };
        var answer = lab.GetCode(Path);
        await met.Task.WaitAsync(TimeSpan.FromSeconds(30));
        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(41001, await answer);
    }

    [Fact]
    public async Task A_caller_that_leaves_a_hanging_call_is_forgotten()
    {
        await using var lab = await ApiLab.Start_with();
        var met = new TaskCompletionSource();
        lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Hang });
        lab.Platform.Feed.Published += happened => { if (happened.Kind == "faults") met.TrySetResult(); };
        using var left = new CancellationTokenSource();
        var answer = lab.Http.GetAsync(new Uri(lab.Base, Path), left.Token);
        await met.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        lab.Platform.Faults.Clear();
        Assert.Equal(41001, await lab.GetCode(Path));
    }

    [Fact]
    public async Task A_reset_ends_the_connection_without_an_answer()
    {
        await using var lab = await ApiLab.Start_with();
        lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Reset, Times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => lab.Get(Path));
        Assert.Equal("(connection reset)", lab.Platform.StrayCalls.Snapshot()[^1].Answer);
        Assert.Equal(41001, await lab.GetCode(Path));
    }

    [Fact]
    public async Task Garbage_is_half_an_object_and_then_a_page()
    {
        await using var lab = await ApiLab.Start_with();
        lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Garbage, Times = 2 });
        Assert.Equal("""{"errcode":0,"errmsg":"o""", await lab.Http.GetStringAsync(new Uri(lab.Base, Path)));
        using var page = await lab.Http.GetAsync(new Uri(lab.Base, Path));
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains("502 Bad Gateway", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(41001, await lab.GetCode(Path));
    }

    [Fact]
    public async Task A_slow_and_broken_network_is_slow_first()
    {
        await using var lab = await ApiLab.Start_with();
        lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Latency, Latency = TimeSpan.FromSeconds(1) });
        lab.Platform.Faults.Add(new FaultOrder { Do = FaultKind.Errcode, Errcode = -1, Times = 1 });
        var answer = lab.GetCode(Path);
        await lab.Wall.SomebodyWaits();
        lab.Wall.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(-1, await answer);
        Assert.Equal([1], lab.Platform.Faults.All.Select(fault => fault.Hits));
    }
}
