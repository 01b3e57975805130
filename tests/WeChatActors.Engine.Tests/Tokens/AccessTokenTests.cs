namespace WeChatActors.Engine.Tests;

public sealed class AccessTokenTests
{
    [Fact]
    public void A_first_token_is_stored_before_it_is_given_out()
    {
        var lab = new TokenLab().Want();
        Assert.Null(lab.Current);
        Assert.NotNull(lab.Asked);
        Assert.False(lab.Asked.Force);

        lab.Give("A");

        Assert.Equal("A", lab.Store.LoadNow(TokenLab.Id).Token!.Value);
        Assert.Equal("A", lab.Current);
        Assert.Equal("A", Granted(lab.LastReply));
        Assert.Equal(["first by engine: ok v1"], lab.Audit);
    }

    [Fact]
    public void Whoever_waits_shares_the_one_request()
    {
        var lab = new TokenLab();
        for (var i = 0; i < 100; i++) lab.Want();

        lab.Give("A");

        Assert.Single(lab.Requests);
        Assert.Equal(0, lab.Waiting);
    }

    [Fact]
    public void A_stored_token_that_lives_is_given_out_without_a_request()
    {
        var store = TokenLab.Serving().Store;

        var later = new TokenLab(store: store) { Now = Given.Noon.AddMinutes(30) }.Want();

        Assert.Equal("A", Granted(later.LastReply));
        Assert.Empty(later.Requests);
    }

    [Fact]
    public void A_stored_token_that_has_ended_is_never_given_out()
    {
        var store = TokenLab.Serving().Store;

        var later = new TokenLab(store: store) { Now = Given.Noon.AddHours(2).AddSeconds(-10) }.Want();

        Assert.Null(later.Current);
        Assert.Empty(later.Replies);
        Assert.NotNull(later.Asked);
    }

    [Theory]
    [InlineData(TokenManner.Stable, 115, 116)]
    [InlineData(TokenManner.Classic, 114, 115)]
    [InlineData(TokenManner.Ticket, 114, 115)]
    public void A_token_is_replaced_about_five_minutes_before_its_end(TokenManner manner, int from, int to)
    {
        var lab = TokenLab.Serving(manner);

        var waited = lab.UntilAsked();

        // The stable endpoint gives the same one until the last five minutes.
        Assert.InRange(waited, TimeSpan.FromMinutes(from), TimeSpan.FromMinutes(to) + TimeSpan.FromSeconds(3));
        Assert.Equal("A", lab.Current);
        lab.Give("B");
        Assert.Equal("B", lab.Current);
        Assert.Equal("ahead by engine: ok v2", lab.Audit[^1]);
    }

    [Fact]
    public void Readers_go_on_with_the_old_token_until_its_end_when_no_new_one_comes()
    {
        var lab = TokenLab.Serving();
        lab.UntilAsked();

        lab.Want();
        Assert.Equal("A", Granted(lab.LastReply));

        lab.Now = Given.Noon.AddHours(2).AddSeconds(-10).AddTicks(-1);
        Assert.Equal("A", lab.Current);
        lab.Now = lab.Now.AddTicks(1);
        Assert.Null(lab.Current);
    }

    [Fact]
    public void A_report_of_an_old_token_asks_nobody()
    {
        var lab = TokenLab.Serving();

        lab.Report("older");

        Assert.Equal("A", Granted(lab.LastReply));
        Assert.Single(lab.Requests);
        Assert.Single(lab.Audit);
    }

    [Fact]
    public void A_token_that_somebody_else_replaced_is_fetched_without_force_and_the_operator_hears_when()
    {
        var lab = TokenLab.Serving().Pass(TimeSpan.FromMinutes(40));

        lab.Report("A");
        Assert.False(lab.Asked!.Force);
        lab.Give("B", 5000);

        Assert.Equal("B", Granted(lab.LastReply));
        Assert.Equal("reported by proxy: ok v2", lab.Audit[^1]);
        var notice = Assert.Single(lab.Notices);
        Assert.Equal(
            "The token was found dead at 2026-03-02 12:40:00 UTC, 80 min before its end: another program uses the same AppSecret, or somebody asked for a token on a debugging page. "
            + "Let every program get it from here; reset the AppSecret if nobody knows who it is.", notice.Sentence);
    }

    [Fact]
    public void A_wrong_report_keeps_the_token_and_is_in_the_audit()
    {
        var lab = TokenLab.Serving().Pass(60);

        lab.Report("A").Give("A", 7140);
        Assert.Equal("A", lab.Probing!.Value);
        Assert.Equal("A", lab.Current);
        lab.ProveAlive();

        Assert.Equal("A", Granted(lab.LastReply));
        Assert.Equal(["first by engine: ok v1", "reported by proxy: same token v1", "reported by proxy: wrong report v1"], lab.Audit);
        Assert.Equal(2, lab.Requests.Count);
    }

    [Fact]
    public void Wrong_reports_are_looked_into_ever_more_seldom()
    {
        var lab = TokenLab.Serving().Pass(60);
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            lab.Report("A");
            waits.Add(Math.Round(lab.UntilAsked().TotalSeconds));
            lab.Give("A", 7000).ProveAlive();
        }

        Assert.Equal([0, 1, 2, 4, 8, 16, 30, 30], waits);
    }

    [Fact]
    public void A_dead_token_that_the_platform_still_gives_is_replaced_by_force_and_not_given_out_again()
    {
        var lab = TokenLab.Serving().Pass(60);

        lab.Report("A").Give("A", 7140).ProveDead();

        Assert.True(lab.Asked!.Force);
        Assert.Null(lab.Current);
        lab.Want();
        Assert.Equal(2, lab.Waiting);
        lab.Give("B");
        Assert.Equal("B", lab.Current);
        Assert.Equal("B", Granted(lab.LastReply));
        Assert.Equal("reported by proxy: ok, forced v2", lab.Audit[^1]);
    }

    [Fact]
    public void Between_two_forced_refreshes_lie_thirty_seconds_and_the_dead_token_is_not_given_out_meanwhile()
    {
        var lab = TokenLab.Serving().Pass(60);
        lab.Report("A").Give("A", 7140).ProveDead().Give("B");

        lab.Pass(5).Report("B").Give("B", 7190).ProveDead();

        Assert.Null(lab.Asked);
        Assert.Null(lab.Current);
        // And a second for the way of the request before.
        Assert.Equal(TimeSpan.FromSeconds(26), lab.UntilAsked());
        // Somebody else may have replaced it meanwhile.
        Assert.False(lab.Asked!.Force);
        lab.Give("B", 7160).ProveDead();
        Assert.True(lab.Asked!.Force);
    }

    [Fact]
    public void A_forced_request_that_gives_the_same_token_is_not_repeated_at_once()
    {
        var lab = TokenLab.Serving().Pass(60);

        lab.Report("A").Give("A", 7140).ProveDead().Give("A", 7140);

        Assert.Null(lab.Asked);
        Assert.Null(lab.Probing);
        Assert.Equal(30, Math.Round(lab.UntilAsked().TotalSeconds));
    }

    [Fact]
    public void Forced_refreshes_end_with_the_budget_and_the_operator_hears_it()
    {
        var lab = TokenLab.Serving();
        for (var i = 0; i < 20; i++)
        {
            lab.Pass(60).Report($"{(i == 0 ? "A" : $"F{i}")}").Give(i == 0 ? "A" : $"F{i}", 7000).ProveDead();
            Assert.True(lab.Asked!.Force);
            lab.Give($"F{i + 1}");
        }

        lab.Pass(60).Report("F20").Give("F20", 7000).ProveDead();

        Assert.Null(lab.Asked);
        var refused = Assert.IsType<TokenReply.Refused>(lab.LastReply);
        Assert.Contains("20 forced refreshes are used up", refused.Why, StringComparison.Ordinal);
        Assert.True(lab.Notices[^1].Urgent);
        // Without force it is still asked, now and then.
        Assert.InRange(lab.UntilAsked(), TimeSpan.FromMinutes(4.9), TimeSpan.FromMinutes(5));
        Assert.False(lab.Asked!.Force);
        lab.Give("Z");
        Assert.Equal("Z", lab.Current);
    }

    [Fact]
    public void The_budget_begins_anew_at_midnight_in_China()
    {
        var lab = new TokenLab(TokenManner.Classic, new TokenOptions { ClassicPerDay = 1 }) { Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero) };
        lab.Want().Give("A", 1200);

        lab.Pass(TimeSpan.FromMinutes(25)).Want();

        Assert.Null(lab.Asked);
        var refused = Assert.IsType<TokenReply.Refused>(lab.LastReply);
        Assert.Contains("1 requests for tokens are used up", refused.Why, StringComparison.Ordinal);
        Assert.InRange(refused.RetryAt!.Value, new(2026, 3, 2, 16, 0, 0, TimeSpan.Zero), new(2026, 3, 2, 16, 1, 0, TimeSpan.Zero));
        lab.UntilAsked();
        Assert.InRange(lab.Now, new(2026, 3, 2, 16, 0, 0, TimeSpan.Zero), new(2026, 3, 2, 16, 1, 0, TimeSpan.Zero));
    }

    [Fact]
    public void In_classic_mode_a_report_is_checked_before_a_new_token_is_asked_for()
    {
        var lab = TokenLab.Serving(TokenManner.Classic).Pass(TimeSpan.FromMinutes(40));

        lab.Report("A");
        Assert.Null(lab.Asked);
        lab.ProveDead();

        Assert.Null(lab.Current);
        Assert.NotNull(lab.Asked);
        Assert.Contains("80 min before its end", Assert.Single(lab.Notices).Sentence, StringComparison.Ordinal);
        lab.Give("B");
        Assert.Equal("B", Granted(lab.LastReply));
    }

    [Fact]
    public void In_classic_mode_a_wrong_report_costs_no_token()
    {
        var lab = TokenLab.Serving(TokenManner.Classic).Pass(60);

        lab.Report("A").ProveAlive();

        Assert.Equal("A", Granted(lab.LastReply));
        Assert.Single(lab.Requests);
        Assert.Equal("reported by proxy: wrong report v1", lab.Audit[^1]);
    }

    [Fact]
    public void A_dead_classic_token_waits_for_its_thirty_seconds_and_blames_nobody()
    {
        var lab = TokenLab.Serving(TokenManner.Classic).Pass(10);
        lab.Report("A").ProveDead().Give("B").Pass(10);

        lab.Report("B").ProveDead();

        Assert.Null(lab.Asked);
        Assert.Null(lab.Current);
        Assert.Equal(20, Math.Round(lab.UntilAsked().TotalSeconds));
        Assert.Empty(lab.Notices);
    }

    [Fact]
    public void An_operator_gets_a_new_token_although_the_old_one_is_good()
    {
        var lab = TokenLab.Serving().Pass(60);

        lab.Demand("key ops");
        Assert.True(lab.Asked!.Force);
        Assert.Equal("A", lab.Current);
        lab.Give("B");

        Assert.Equal("B", Granted(lab.LastReply));
        Assert.Equal("asked by key ops: ok, forced v2", lab.Audit[^1]);
    }

    [Fact]
    public void A_wrong_secret_stops_until_an_operator_asks()
    {
        var lab = new TokenLab().Want().Refuse(40001, "invalid credential");

        Assert.Equal(40001, Assert.IsType<TokenReply.Refused>(lab.LastReply).Errcode);
        Assert.True(Assert.Single(lab.Notices).Urgent);
        lab.Pass(TimeSpan.FromHours(5)).Want();
        Assert.Null(lab.Asked);
        Assert.Single(lab.Requests);
        Assert.Null(Assert.IsType<TokenReply.Refused>(lab.LastReply).RetryAt);

        lab.Demand();
        Assert.NotNull(lab.Asked);
        lab.Give("A");
        Assert.Equal("A", lab.Current);
        Assert.Equal("There is a good token again.", lab.Notices[^1].Sentence);
    }

    [Fact]
    public void A_busy_platform_is_asked_again_after_1_2_4_8_seconds_and_at_most_a_minute_apart()
    {
        var lab = new TokenLab().Want();
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60, 60 })
        {
            lab.Refuse(-1);
            Assert.InRange(lab.UntilAsked().TotalSeconds, seconds * 0.75, seconds);
            Assert.Equal(lab.Requests.Count - 1, lab.Asked!.Attempt);
        }
        Assert.Single(lab.Notices);
        lab.Give("A");
        Assert.Equal("A", lab.Current);
    }

    [Fact]
    public void Callers_wait_through_a_hiccup_and_are_told_when_it_takes_longer()
    {
        var lab = new TokenLab().Want();

        for (var i = 0; i < 3; i++)
        {
            lab.Garble();
            Assert.Empty(lab.Replies);
            lab.UntilAsked();
        }
        lab.Garble();

        Assert.NotNull(Assert.IsType<TokenReply.Refused>(lab.LastReply).RetryAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(10)]
    public void A_token_without_a_life_is_none(double seconds)
    {
        var lab = new TokenLab().Want().Give("A", seconds);

        Assert.Null(lab.Current);
        Assert.Equal("first by engine: unreadable", lab.Audit[^1]);
        Assert.True(lab.UntilAsked() > TimeSpan.Zero);
    }

    [Fact]
    public void A_token_lives_no_longer_than_two_hours_whatever_is_said()
    {
        var lab = new TokenLab().Want().Give("A", 1e9);

        Assert.Equal(Given.Noon.AddHours(2), lab.State.Token!.ExpiresAt);
    }

    [Fact]
    public void Short_lived_tokens_are_not_asked_for_in_a_loop()
    {
        var lab = TokenLab.Serving(TokenManner.Classic);
        lab.UntilAsked();
        lab.Give("B", 60);

        Assert.InRange(lab.UntilAsked().TotalSeconds, 29, 31);
    }

    [Fact]
    public void A_store_that_is_down_does_not_take_the_token_away()
    {
        var lab = TokenLab.Serving();
        lab.Store.NoReading = lab.Store.NoWriting = "The disk is full.";

        lab.Quietly(TimeSpan.FromMinutes(118));
        Assert.Equal("A", lab.Current);
        Assert.Single(lab.Requests);
        Assert.Contains("goes on from memory", Assert.Single(lab.Notices).Sentence, StringComparison.Ordinal);

        // In its last minute everybody may be asked for the same one.
        lab.UntilAsked(TimeSpan.FromMinutes(2));
        lab.Give("B");
        lab.Pass(51);
        Assert.Equal("B", lab.Current);

        lab.Store.NoReading = lab.Store.NoWriting = null;
        lab.Pass(20);
        Assert.Equal("B", lab.Store.LoadNow(TokenLab.Id).Token!.Value);
        Assert.Equal(2, lab.Store.LoadNow(TokenLab.Id).Version);
    }

    [Fact]
    public void Without_the_store_nothing_is_asked_for_in_classic_mode()
    {
        var store = new MemoryTokenStore { NoReading = "The file is locked.", NoWriting = "The file is locked." };
        var lab = new TokenLab(TokenManner.Classic, store: store).Want();

        Assert.Equal("The file is locked.", Assert.IsType<TokenReply.Refused>(lab.LastReply).Why);
        lab.Pass(TimeSpan.FromMinutes(10));
        Assert.Empty(lab.Requests);

        store.NoReading = store.NoWriting = null;
        lab.UntilAsked(TimeSpan.FromSeconds(20));
        lab.Give("A");
        Assert.Equal("A", lab.Current);
    }

    [Fact]
    public void A_classic_token_that_cannot_be_stored_waits_while_the_old_one_lives_and_is_then_served_from_memory()
    {
        var lab = TokenLab.Serving(TokenManner.Classic);
        lab.UntilAsked();
        lab.Store.NoWriting = "The disk is full.";

        lab.Give("B");
        Assert.Equal("A", lab.Current);
        lab.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal("B", lab.Current);

        lab.Store.NoWriting = null;
        lab.Pass(20);
        Assert.Equal("B", lab.Store.LoadNow(TokenLab.Id).Token!.Value);
        Assert.Contains("ahead by engine: ok v2", lab.Audit);
    }

    [Fact]
    public void Who_loses_the_right_takes_the_winners_token()
    {
        var lab = new TokenLab();
        var other = new TokenLab(store: lab.Store) { Holder = "other" }.Want();

        lab.Want();
        Assert.Null(lab.Asked);
        other.Give("A");
        lab.Pass(0.25);

        Assert.Equal("A", Granted(lab.LastReply));
        Assert.Empty(lab.Requests);
        Assert.Equal("adopted by another process: ok v1", lab.Audit[^1]);
    }

    [Fact]
    public void The_right_of_a_process_that_died_lapses()
    {
        var lab = new TokenLab();
        _ = new TokenLab(store: lab.Store) { Holder = "killed" }.Want();

        lab.Want();
        Assert.InRange(lab.UntilAsked(), TimeSpan.FromSeconds(11.9), TimeSpan.FromSeconds(12.3));
        lab.Give("A");
        Assert.Equal("A", lab.Current);
    }

    [Fact]
    public void A_newer_version_in_the_store_is_taken_over_within_five_seconds()
    {
        var lab = TokenLab.Serving().Pass(60);
        var other = new TokenLab(store: lab.Store) { Holder = "command", Now = lab.Now }.Demand();
        other.Give("B");

        lab.Pass(5);

        Assert.Equal("B", lab.Current);
        Assert.Single(lab.Requests);
    }

    [Fact]
    public void A_stored_token_from_the_future_is_served_and_asked_for_again_at_once()
    {
        var store = new MemoryTokenStore();
        store.Put(TokenLab.Id, StoredToken.None with { Token = new GrantedToken("A", 4, Given.Noon.AddHours(10), Given.Noon.AddHours(12)) });

        var lab = new TokenLab(store: store).Want();

        Assert.Equal("A", Granted(lab.LastReply));
        Assert.False(lab.Asked!.Force);
        // At worst it ends two hours from now, whatever the stored time says.
        Assert.Equal(Given.Noon.AddHours(2), lab.State.Token!.ExpiresAt);
        lab.Give("A", 1000);
        Assert.Equal(Given.Noon.AddSeconds(1000), lab.Store.LoadNow(TokenLab.Id).Token!.ExpiresAt);
        Assert.Equal(5, lab.State.Token!.Version);
        Assert.Null(lab.Asked);
    }

    [Fact]
    public void A_report_from_before_the_store_was_read_is_compared_with_what_is_stored()
    {
        var store = TokenLab.Serving().Store;
        var lab = new TokenLab(store: store) { Now = Given.Noon.AddMinutes(1) };

        lab.Report("older");

        Assert.Equal("A", Granted(lab.LastReply));
        Assert.Empty(lab.Requests);
    }

    [Fact]
    public void A_ticket_is_neither_forced_nor_tried()
    {
        var lab = TokenLab.Serving(TokenManner.Ticket).Pass(60);

        lab.Report("A");
        Assert.False(lab.Asked!.Force);
        lab.Give("A", 7140);

        Assert.Null(lab.Probing);
        Assert.Equal("A", Granted(lab.LastReply));
    }

    [Fact]
    public void A_token_that_cannot_be_tried_in_stable_mode_is_kept_and_tried_again()
    {
        var lab = TokenLab.Serving().Pass(60);

        lab.Report("A").Give("A", 7140).Prove(new TokenProbe.Unknown("The way is blocked."));

        Assert.Equal("A", lab.Current);
        Assert.InRange(lab.UntilAsked().TotalSeconds, 0.75, 1);
    }

    [Fact]
    public void An_address_that_the_administrator_refused_is_not_used_for_an_hour_whoever_asks()
    {
        var lab = new TokenLab().Want().Refuse(89507);

        lab.Pass(TimeSpan.FromMinutes(30)).Demand();

        Assert.Null(lab.Asked);
        Assert.Equal(89507, Assert.IsType<TokenReply.Refused>(lab.LastReply).Errcode);
        Assert.InRange(lab.UntilAsked(), TimeSpan.FromMinutes(29.9), TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void No_value_is_in_the_text_of_states_inputs_and_effects()
    {
        const string secret = "78_SECRET-VALUE";
        var lab = TokenLab.Serving();
        lab.Pass(60).Report("A").Give(secret);

        Assert.DoesNotContain(secret, lab.State.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, new TokenInput.Reported(secret, 1, "x").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, new TokenInput.Answered(1, new TokenAnswer.Given(secret, default)).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, new TokenEffect.Probe(1, secret, 0).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, new TokenReport(secret, "x", default).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, new TokenReply.Granted(lab.State.Token!).ToString(), StringComparison.Ordinal);
    }

    private static string Granted(TokenReply reply) => Assert.IsType<TokenReply.Granted>(reply).Token.Value;
}
