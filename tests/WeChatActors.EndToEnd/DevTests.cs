namespace WeChatActors.EndToEnd;

/// <summary>A developer's session: <c>wechatactors dev</c> as a process of its own.</summary>
[Collection(Processes.Name)]
public sealed class DevTests(Published published) : IDisposable
{
    private const string Secret = "7hEs3cret0fTheSh0p7hEs3cret0fTheSh0p7hEs3cr"; // 43 letters and digits: it may stand for a key as well

    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rules_follow_their_file_and_mistakes_leave_the_old_ones()
    {
        await using var dev = await Start();
        using var phone = new Phone(dev);
        await phone.Follow();
        await phone.Say("你好");
        Assert.Equal("你好，朋友", await phone.LastText());

        // As editors do: a new file takes the old one's name.
        Write("new.tmp", "version: 1\ninclude: more.yaml\nrules: [{exact: 你好, reply: 早上好}]\n");
        Write("more.yaml", "version: 1\nrules: []\n");
        File.Move(At("new.tmp"), At("rules.yaml"), overwrite: true);
        await dev.Says("rules of demo reloaded: 1 rule");
        await phone.Say("你好");
        Assert.Equal("早上好", await phone.LastText());

        Write("more.yaml", "version: 1\nrules: [{exact: 再见, reply: 慢走}]\n");
        await dev.Says("rules of demo reloaded: 2 rules");
        await phone.Say("再见");
        Assert.Equal("慢走", await phone.LastText());

        Write("more.yaml", "version: 1\nrules: [{exakt: 再见, reply: 慢走}]\n");
        await dev.Says("The old rules of demo stay.");
        Assert.Contains("more.yaml:2:10: 'exakt'", dev.Errors, StringComparison.Ordinal);
        await phone.Say("再见");
        Assert.Equal("慢走", await phone.LastText());
        var shown = (await phone.Get("/simulator/state")).GetProperty("rules").GetProperty("demo").EnumerateArray().Select(line => line.GetString()).ToList();
        Assert.Contains(shown, line => line!.Contains("more.yaml:2:10: 'exakt'", StringComparison.Ordinal));

        Assert.Equal(0, await dev.Stop());
    }

    [Fact]
    public async Task It_stops_with_a_page_open_and_leaves_no_file_behind()
    {
        var temporary = Directory.CreateDirectory(At("tmp")).FullName;
        await using var dev = await Start(temporary);
        using var client = new HttpClient();
        // A page listens to the feed for as long as it is open.
        await using var feed = await client.GetStreamAsync(new Uri(new Uri(dev["phone"]), "/simulator/feed"));
        Assert.StartsWith(temporary, dev["database"], StringComparison.Ordinal);
        Assert.True(File.Exists(dev["database"]));

        Assert.Equal(0, await dev.Stop());

        Assert.Empty(Directory.GetFileSystemEntries(temporary));
        Assert.Equal(["rules.yaml", "wechatactors.yaml"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_impatient_second_signal_leaves_no_file_behind_either()
    {
        var temporary = Directory.CreateDirectory(At("tmp")).FullName;
        await using var dev = await Start(temporary);
        using var phone = new Phone(dev);
        // A call that hangs holds up the orderly end.
        await phone.Post("/simulator/faults", new { @do = "hang", path = "*" });
        using var client = new HttpClient();
        var hanging = client.GetAsync(new Uri(dev["api"] + "cgi-bin/token"));
        await phone.Until("/simulator/state", state => state.GetProperty("faults")[0].GetProperty("hits").GetInt32() > 0);

        Assert.Equal(1, await dev.StopTwice());
        await Assert.ThrowsAnyAsync<Exception>(() => hanging);
        Assert.Empty(Directory.GetDirectories(temporary, "wechatactors-*"));
    }

    [Fact]
    public async Task The_real_secrets_are_neither_used_nor_shown()
    {
        Write("wechatactors.yaml", $$"""
            listen: {admin_keys: ["{{Secret}}"]}
            store: sqlite:{{Secret}}/real.db
            accounts:
              demo: {app_id: wx1, app_secret: {{Secret}}, token: {{Secret}}, security: safe, aes_keys: [{{Secret}}], api: "https://{{Secret}}.example", rules: rules.yaml}
              env: {app_id: wx2, app_secret: "${NO_SUCH_SECRET}", token: "${NO_SUCH_SECRET}", security: compatible, aes_keys: ["${NO_SUCH_SECRET}"], rules: rules.yaml}
            """);
        await using var dev = await Start();
        var seen = new List<string>();
        foreach (var account in new[] { "demo", "env" })
        {
            using var phone = new Phone(dev, account);
            await phone.Follow();
            await phone.Say("你好");
            Assert.Equal("你好，朋友", await phone.LastText());
            foreach (var path in new[] { "/", "/simulator/state", $"/simulator/accounts/{account}/people/1", $"/simulator/accounts/{account}/pushes", $"/simulator/accounts/{account}/calls", "/simulator/coverage" })
                seen.Add(await phone.Text(path));
        }
        using var client = new HttpClient { BaseAddress = dev.Admin };
        foreach (var path in new[] { "/metrics", "/readyz", "/api/accounts/demo/conversations" }) seen.Add(await client.GetStringAsync(path));
        seen.Add(await client.GetStringAsync(new Uri(dev["api"] + $"cgi-bin/token?grant_type=client_credential&appid=wx1&secret={Secret}")));
        await dev.Stop();
        seen.Add(string.Join('\n', dev.Output) + dev.Errors);

        Assert.All(seen, text => Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase));
        Assert.False(Directory.Exists(At(Secret)));
    }

    private Task<Served> Start(string? temporary = null)
    {
        if (!File.Exists(At("wechatactors.yaml")))
            Write("wechatactors.yaml", "accounts:\n  demo: {app_id: wx1, token: t, rules: rules.yaml}\n");
        Write("rules.yaml", "version: 1\nrules: [{exact: 你好, reply: \"你好，朋友\"}]\n");
        return Served.Start(
            published.Command,
            ["dev", "--conf", At("wechatactors.yaml"), "--page", "http://127.0.0.1:0", "--public", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0", "--api", "http://127.0.0.1:0"],
            last: "phone", temporary: temporary);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string content) => File.WriteAllText(At(name), content);
}
