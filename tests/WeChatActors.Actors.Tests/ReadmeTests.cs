namespace WeChatActors.Actors.Tests;

public class ReadmeTests
{
    [Fact]
    public async Task The_example_of_the_readme_counts()
    {
        var store = new Store();
        await using var system = new ActorSystem<string, int, int>(new Counters(store), new ActorOptions(), TimeProvider.System);
        var result = await system.AskAsync("ann", 2, TimeSpan.FromSeconds(4.5));
        Assert.Equal("ann: 2", result.TryGetReply(out var count) ? $"ann: {count}" : $"ann: {result.Outcome}");

        system.Tell("ann", 3);
        Assert.True((await system.DrainAsync(TimeSpan.FromMinutes(1))).Completed);
        Assert.Equal(5, await store.Load("ann"));
    }

    [Fact]
    public void The_readme_shows_the_example_that_is_compiled_here()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "WeChatActors.sln"))) root = root.Parent!;
        var here = File.ReadAllLines(Path.Combine(root.FullName, "tests/WeChatActors.Actors.Tests/ReadmeTests.cs"))
            .Select(line => line.Trim()).ToHashSet();
        var readme = File.ReadAllText(Path.Combine(root.FullName, "src/WeChatActors.Actors/README.md"));
        var example = readme.Split("```")[1].Split("\n").Skip(1).Select(line => line.Split("  //")[0].Trim());

        Assert.Equal(["Console.WriteLine(result.TryGetReply(out var count) ? $\"ann: {count}\" : $\"ann: {result.Outcome}\");"],
            example.Where(line => !here.Contains(line) && !here.Contains("private " + line)));
    }

    private sealed class Store
    {
        private readonly Dictionary<string, int> _rows = [];

        internal ValueTask<int> Load(string key) => new(_rows.GetValueOrDefault(key));

        internal ValueTask Save(string key, int value)
        {
            _rows[key] = value;
            return default;
        }
    }

    private sealed class Counter(int count, Store store, string key) : IActor<int, int>
    {
        public async ValueTask<int> ReceiveAsync(int add)
        {
            await store.Save(key, count + add);
            return count += add;
        }
    }

    private sealed class Counters(Store store) : IActorFactory<string, int, int>
    {
        public async ValueTask<IActor<int, int>> ActivateAsync(string key) => new Counter(await store.Load(key), store, key);

        public ValueTask<int> GiveUpAsync(string key, int add, Exception error, int attempts) => new(-1);
    }
}
