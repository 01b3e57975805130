using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;

namespace WeChatActors.Simulator.Tests;

public sealed partial class PhonePageTests : IAsyncLifetime
{
    private readonly RunningSimulator _simulator = new();

    public Task InitializeAsync() => _simulator.InitializeAsync();

    public Task DisposeAsync() => _simulator.DisposeAsync();

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/phone/js/app.js", "text/javascript; charset=utf-8")]
    [InlineData("/phone/css/base.css", "text/css; charset=utf-8")]
    [InlineData("/phone/icon.svg", "image/svg+xml")]
    public async Task Files_have_their_type_a_tag_and_a_strict_policy(string path, string type)
    {
        var file = await _simulator.Http.GetAsync(path);
        Assert.Equal(type, file.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", file.Headers.CacheControl!.ToString());
        var policy = file.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(file.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await _simulator.Http.SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("/phone/../Platform.cs")]
    [InlineData("/phone/js/..%2fapp.js")]
    [InlineData("/phone/js")]
    [InlineData("/phone/")]
    public async Task Nothing_else_is_served(string path) => Assert.Equal(HttpStatusCode.NotFound, (await _simulator.Http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task What_the_control_api_says_is_never_kept() =>
        Assert.Equal("no-store", (await _simulator.Http.GetAsync("/simulator/state")).Headers.CacheControl!.ToString());

    [Fact]
    public void No_script_turns_text_into_markup_or_code()
    {
        foreach (var (name, script) in Scripts())
            Assert.False(Dangerous().IsMatch(script), $"{name} has {Dangerous().Match(script).Value}");
    }

    [Fact]
    public void Every_text_is_there_in_both_languages_and_every_text_is_used()
    {
        var words = Scripts().Single(script => script.Name.EndsWith("words.js", StringComparison.Ordinal)).Text;
        var known = Word().Matches(words).Select(match => match.Groups[1].Value).ToHashSet();
        var all = string.Concat(Scripts().Where(script => !script.Name.EndsWith("words.js", StringComparison.Ordinal)).Select(script => script.Text));
        Assert.Empty(Use().Matches(all).Select(match => match.Groups[1].Value).Where(word => !known.Contains(word)).Distinct());
        // Names of kinds, outcomes and security modes are looked up by what the control API says.
        Assert.Empty(known.Where(word => !all.Contains($"'{word}'", StringComparison.Ordinal)).Except(
            ["service", "subscription", "test", "unverified", "replied", "acknowledged", "failed", "not_sent", "pending", "user_message", "menu_click", "follow_scene", "scan_scene"]));
    }

    [Fact]
    public void Files_are_small()
    {
        foreach (var (name, text) in Resources(".js").Concat(Resources(".css"))) Assert.True(text.Count(c => c == '\n') <= 300, name);
    }

    private static IEnumerable<(string Name, string Text)> Scripts() => Resources(".js");

    private static IEnumerable<(string Name, string Text)> Resources(string ending)
    {
        var assembly = Assembly.GetAssembly(typeof(SimulatorHost))!;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("phone/", StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|\beval\(|new Function|srcdoc|'text/html'")]
    private static partial Regex Dangerous();

    [GeneratedRegex(@"(\w+): \['")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bt\('(\w+)'")]
    private static partial Regex Use();
}
