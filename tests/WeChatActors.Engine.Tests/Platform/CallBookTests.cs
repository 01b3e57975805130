namespace WeChatActors.Engine.Tests.Platform;

public class CallBookTests
{
    private const string Path = "/cgi-bin/user/get";
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    public async Task The_days_calls_are_read_at_the_start_and_written_every_minute_and_at_the_end()
    {
        var store = new Counts { { Today, Path, 40 } };
        await using (var calling = new Calling(store: store))
        {
            calling.Platform.On(Path, "{}").On("/cgi-bin/new", "{}");
            await calling.Done(Calling.Get(Path));
            Assert.Equal(40, store.Of(Today, Path));
            calling.Client.Start();
            await calling.Time.WhenArmed(1);
            Assert.Equal(41, store.Of(Today, Path));
            Assert.Equal(41, Assert.Single(calling.Client.QuotaUse("demo")).UsedToday);

            await calling.Done(Calling.Get(Path));
            await calling.Done(Calling.Get("/cgi-bin/new"));
            store.Add(Today, Path, 7); // another process
            calling.Time.Advance(TimeSpan.FromMinutes(1));
            await calling.Time.WhenArmed(1);
            Assert.Equal([49L, 1L], calling.Client.QuotaUse("demo").Select(use => use.UsedToday));

            await calling.Done(Calling.Get(Path));
            await calling.Client.DisposeAsync();
        }
        Assert.Equal(50, store.Of(Today, Path));
        Assert.Equal(1, store.Of(Today, "other"));
    }

    [Fact]
    public async Task Calls_before_midnight_in_China_stay_with_their_day()
    {
        var store = new Counts();
        await using var calling = new Calling(store: store);
        calling.Platform.On(Path, "{}");

        await calling.Done(Calling.Get(Path));
        calling.Time.Advance(TimeSpan.FromHours(4));
        await calling.Done(Calling.Get(Path));
        await calling.Done(Calling.Get(Path));
        await calling.Client.DisposeAsync();

        Assert.Equal((1, 2), (store.Of(Today, Path), store.Of(Today.AddDays(1), Path)));
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_loses_no_count()
    {
        var store = new Counts { Down = true };
        await using var calling = new Calling(store: store);
        calling.Platform.On(Path, "{}");
        calling.Client.Start();

        await calling.Done(Calling.Get(Path));
        await calling.Time.WhenArmed(1);
        calling.Time.Advance(TimeSpan.FromMinutes(1));
        await calling.Time.WhenArmed(1);
        Assert.Equal(1, Assert.Single(calling.Client.QuotaUse("demo")).UsedToday);
        store.Down = false;
        calling.Time.Advance(TimeSpan.FromMinutes(1));
        await calling.Time.WhenArmed(1);

        Assert.Equal(1, store.Of(Today, Path));
        await calling.Client.DisposeAsync();
        Assert.Equal(1, store.Of(Today, Path));
    }
}
