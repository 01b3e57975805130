using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Storage;

public sealed class TokenContractTests : TokenStoreTests
{
    [Fact]
    public async Task An_unknown_token_has_version_zero()
    {
        await using var store = Open();
        Assert.Equal(StoredToken.None, await store.Load(Id));
        Assert.Empty(await store.Audit("demo", 10));
        Assert.Empty(await store.Calls("demo", new(2026, 3, 2)));
    }

    [Fact]
    public async Task A_saved_token_is_there_after_a_restart_whole_and_to_the_millisecond()
    {
        var long4K = string.Concat(Enumerable.Range(0, 4096).Select(i => (char)('!' + (i * 7 % 94))));
        var token = Token(1, long4K) with { ExpiresAt = Now + TimeSpan.FromMilliseconds(7_199_999) };
        await using (var store = Open())
        {
            await Taken(Take(store, "us"));
            Assert.Equal(token, (await store.Save(Id, "us", token, Line(1))).Token);
        }
        await using var again = Open();
        Assert.Equal(new StoredToken(token, new(2026, 3, 2), 1, 0, null), await again.Load(Id));
        Assert.Equal(new TokenAuditEntry(Id, Line(1)), Assert.Single(await again.Audit("demo", 10)));
    }

    [Fact]
    public async Task Every_kind_and_account_has_a_token_of_its_own()
    {
        await using var store = Open();
        TokenId[] ids = [Id, new("demo", TokenKind.JsapiTicket), new("demo", TokenKind.WxCardTicket), new("店", TokenKind.AccessToken)];
        foreach (var id in ids)
        {
            Assert.IsType<RefreshRight.Taken>(await store.TakeRight(id, 0, "us", false, Now, Now + TimeSpan.FromSeconds(30)));
            await store.Save(id, "us", Token(1, $"value of {id}"), Line(1));
        }
        foreach (var id in ids) Assert.Equal($"value of {id}", (await store.Load(id)).Token!.Value);
        Assert.Equal(ids[..3].Reverse(), (await store.Audit("demo", 10)).Select(entry => entry.Id));
        Assert.Equal(ids[3..], (await store.Audit("店", 10)).Select(entry => entry.Id));
    }

    [Fact]
    public async Task An_alias_that_gets_another_AppID_does_not_get_the_token_of_the_one_before()
    {
        await using (var store = Open(Calling("wx000000000000000a"))) await Refresh(store, "us", 1, "token of a");
        await using (var store = Open(Calling("wx000000000000000b")))
        {
            Assert.Equal(StoredToken.None, await store.Load(Id));
            Assert.Equal(1, (await Refresh(store, "us", 1, "token of b")).Calls);
        }
        await using var again = Open(Calling("wx000000000000000a"));
        Assert.Equal("token of a", (await again.Load(Id)).Token!.Value);
        Assert.Equal(2, (await again.Audit("demo", 10)).Length);

        static Account Calling(string appId) => new("demo", new AccountSecurity(appId, "t", SecurityMode.Plaintext, [], null), TimeZoneInfo.Utc, Given.Script());
    }

    [Fact]
    public async Task The_right_is_one_holders_until_it_is_given_back()
    {
        await using var store = Open();
        await Taken(Take(store, "us"));
        Assert.Equal(new RefreshRight.Held(Now + TimeSpan.FromSeconds(30)), await Take(store, "they"));
        Assert.Equal(2, (await Taken(Take(store, "us"))).Calls);

        await store.Note(Id, "they", Line(result: "unreachable"));
        Assert.IsType<RefreshRight.Held>(await Take(store, "they"));
        await store.Note(Id, null, Line(result: "unreachable"));
        Assert.IsType<RefreshRight.Held>(await Take(store, "they"));
        await store.Note(Id, "us", Line(result: "unreachable"));
        await Taken(Take(store, "they"));
        Assert.Equal(3, (await store.Audit("demo", 10)).Length);
    }

    [Fact]
    public async Task Who_knows_an_older_version_gets_the_newer_token_and_no_right()
    {
        await using var store = Open();
        await Refresh(store, "us", 1);
        var moved = Assert.IsType<RefreshRight.Moved>(await Take(store, "they", version: 0));
        Assert.Equal(Token(1), moved.Stored.Token);
        Assert.Equal(1, moved.Stored.Calls);
        await Taken(Take(store, "they", version: 1));
    }

    [Fact]
    public async Task A_right_lapses_at_its_moment_and_not_a_millisecond_before()
    {
        await using var store = Open();
        await Taken(Take(store, "dead"));
        Assert.IsType<RefreshRight.Held>(await Take(store, "us", now: Now + TimeSpan.FromMilliseconds(29_999)));
        await Taken(Take(store, "us", now: Now + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_paused_holder_whose_right_went_to_another_is_refused_before_and_after_that_one_saves()
    {
        await using var store = Open();
        await Taken(Take(store, "paused"));
        await Taken(Take(store, "us", now: Now + TimeSpan.FromSeconds(30)));

        Assert.Null((await store.Save(Id, "paused", Token(1, "late"), Line(1))).Token);
        Assert.Equal(Token(1), (await store.Save(Id, "us", Token(1), Line(1))).Token);
        Assert.Equal(Token(1), (await store.Save(Id, "paused", Token(1, "late"), Line(1))).Token);
        Assert.Single(await store.Audit("demo", 10));
    }

    [Fact]
    public async Task A_late_holder_may_save_while_nobody_else_took_the_right()
    {
        await using var store = Open();
        await Taken(Take(store, "slow", span: TimeSpan.FromMilliseconds(1)));
        Assert.Equal(Token(1), (await store.Save(Id, "slow", Token(1), Line(1))).Token);
    }

    [Fact]
    public async Task Saving_the_same_token_again_is_no_loss_and_leaves_one_line()
    {
        await using var store = Open();
        await Refresh(store, "us", 1);
        Assert.Equal(Token(1), (await store.Save(Id, "us", Token(1), Line(1))).Token);
        Assert.Single(await store.Audit("demo", 10));
    }

    [Fact]
    public async Task A_token_that_was_fetched_without_the_store_is_kept_unless_a_newer_one_is_there()
    {
        await using var store = Open();
        Assert.Equal(Token(1, "first"), (await store.Save(Id, null, Token(1, "first"), Line(1))).Token);
        await Taken(Take(store, "they", version: 1));
        Assert.Equal(Token(1, "first"), (await store.Save(Id, null, Token(1, "other"), Line(1))).Token);
        Assert.Equal(Token(2, "second"), (await store.Save(Id, null, Token(2, "second"), Line(2))).Token);

        // The one who has the right comes too late with the same version, and has given the right back by that.
        Assert.Equal(Token(2, "second"), (await store.Save(Id, "they", Token(2, "theirs"), Line(2))).Token);
        await Taken(Take(store, "us", version: 2));
    }

    [Fact]
    public async Task A_version_ahead_of_what_is_stored_as_after_an_old_backup_goes_on_from_there()
    {
        await using var store = Open();
        await Refresh(store, "us", 1);
        await Taken(Take(store, "us", version: 8));
        Assert.Equal(9, (await store.Save(Id, "us", Token(9), Line(9))).Version);
    }

    [Fact]
    public async Task Requests_are_counted_by_the_day_in_China_and_the_forced_ones_among_them()
    {
        var midnight = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.FromHours(8));
        var second = TimeSpan.FromSeconds(1);
        await using var store = Open();
        await Taken(Take(store, "us", now: midnight - (2 * second)));
        var forcedAt = (midnight - second).ToUniversalTime();
        Assert.Equal(new StoredToken(null, new(2026, 3, 2), 2, 1, forcedAt), await Taken(Take(store, "us", forced: true, now: midnight - second)));
        Assert.Equal(new StoredToken(null, new(2026, 3, 3), 1, 0, forcedAt), await Taken(Take(store, "us", now: midnight)));
        Assert.Equal(new StoredToken(null, new(2026, 3, 3), 1, 0, forcedAt), await store.Load(Id));
    }

    [Fact]
    public async Task Counts_survive_a_restart_and_a_save()
    {
        await using (var store = Open()) await Refresh(store, "us", 1);
        await using var again = Open();
        Assert.Equal(2, (await Taken(Take(again, "they", version: 1, forced: true))).Calls);
        Assert.Equal(1, (await again.Save(Id, "they", Token(2), Line(2))).Forced);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_locks_nobody_out()
    {
        await using var store = Open();
        await Taken(Take(store, "ahead", now: Now + TimeSpan.FromDays(300)));
        Assert.Equal(new StoredToken(null, new(2026, 3, 2), 1, 0, null), await Taken(Take(store, "us")));
        Assert.IsType<RefreshRight.Held>(await Take(store, "they"));
    }

    [Fact]
    public async Task A_right_is_held_for_two_minutes_at_most()
    {
        await using var store = Open();
        await Taken(Take(store, "greedy", span: TimeSpan.FromDays(1)));
        Assert.Equal(new RefreshRight.Held(Now + TimeSpan.FromMinutes(2)), await Take(store, "us"));
        await Taken(Take(store, "us", now: Now + TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task The_audit_gives_the_newest_lines_first_with_all_they_hold()
    {
        await using var store = Open();
        TokenAuditLine[] lines =
        [
            new(Now, "first", "engine", "unreachable", "No answer from 127.0.0.1:1 within 8 s.", null, null),
            new(Now + TimeSpan.FromSeconds(1), "reported", "key shop", "errcode 40164", "invalid ip 1.2.3.4, not in whitelist rid: 6789", null, TimeSpan.FromMilliseconds(31)),
            new(Now + TimeSpan.FromSeconds(2), "asked", "命令 \"token\"", "ok", null, 3, TimeSpan.Zero),
            new(Now + TimeSpan.FromSeconds(3), "", "", "", "", null, null),
        ];
        foreach (var line in lines) await store.Note(Id, null, line);
        Assert.Equal(lines.Reverse(), (await store.Audit("demo", 10)).Select(entry => entry.Line));
        Assert.Equal(lines[2..].Reverse(), (await store.Audit("demo", 2)).Select(entry => entry.Line));
        Assert.Empty(await store.Audit("demo", 0));
        Assert.Empty(await store.Audit("demo", -1));
        Assert.Empty(await store.Audit("other", 10));
    }

    [Fact]
    public async Task The_audit_keeps_its_last_ten_thousand_lines()
    {
        await using var store = Open();
        Query("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            INSERT INTO token_audit (id, at, account, kind, why, asked_by, result) SELECT i, i, 'demo', 'access_token', 'ahead', 'engine', 'ok' FROM n
            """);
        for (var i = 0; i < 5; i++) await store.Note(Id, null, Line());
        var kept = await store.Audit("demo", 20_000);
        Assert.Equal(10_000, kept.Length);
        Assert.Equal(6, kept[^1].Line.At.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task No_value_is_anywhere_but_in_its_own_column()
    {
        await using var store = Open();
        await Refresh(store, "us", 1, "credential-one");
        await Refresh(store, "us", 2, "credential-two");
        await store.Save(Id, "us", Token(2, "credential-three"), Line(2));
        Assert.DoesNotContain("credential", string.Join('\n', await store.Audit("demo", 10)), StringComparison.Ordinal);
        Assert.DoesNotContain("credential", (await store.Load(Id)).ToString(), StringComparison.Ordinal);
        Assert.Equal("0", Query("SELECT count(*) FROM token_audit WHERE why || asked_by || result || coalesce(detail, '') LIKE '%credential%'"));
        Assert.Equal("0", Query("SELECT count(*) FROM token WHERE value = 'credential-one'"));
    }

    [Fact]
    public async Task Calls_add_up_by_account_day_and_path()
    {
        await using var store = Open();
        DateOnly day = new(2026, 3, 2);
        await store.CountCalls("demo", day, new Dictionary<string, long> { ["/cgi-bin/menu/create"] = 2, ["/cgi-bin/user/info"] = 5 });
        await store.CountCalls("demo", day, new Dictionary<string, long> { ["/cgi-bin/user/info"] = 7 });
        await store.CountCalls("other", day, new Dictionary<string, long> { ["/cgi-bin/user/info"] = 100 });
        await store.CountCalls("demo", day.AddDays(1), new Dictionary<string, long> { ["/cgi-bin/user/info"] = 1 });
        await store.CountCalls("demo", day, new Dictionary<string, long>());
        Assert.Equal(new Dictionary<string, long> { ["/cgi-bin/menu/create"] = 2, ["/cgi-bin/user/info"] = 12 }, await store.Calls("demo", day));
        Assert.Equal(new Dictionary<string, long> { ["/cgi-bin/user/info"] = 1 }, await store.Calls("demo", day.AddDays(1)));
    }

    [Fact]
    public async Task Calls_of_the_last_forty_days_are_kept_and_a_clock_far_ahead_takes_only_one_of_them()
    {
        await using var store = Open();
        DateOnly first = new(2026, 3, 2);
        var one = new Dictionary<string, long> { ["/cgi-bin/user/info"] = 1 };
        await store.CountCalls("other", first, one);
        await store.CountCalls("demo", new(2999, 1, 1), one);
        for (var i = 0; i < 40; i++) await store.CountCalls("demo", first.AddDays(i), one);
        Assert.Empty(await store.Calls("demo", first));
        for (var i = 1; i < 40; i++) Assert.Equal(one, await store.Calls("demo", first.AddDays(i)));
        Assert.Equal(one, await store.Calls("other", first));
    }
}
