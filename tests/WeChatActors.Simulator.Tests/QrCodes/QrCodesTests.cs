using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class QrCodesTests
{
    private readonly HandlerBench _bench = new();

    [Theory]
    [InlineData("QR_SCENE", "\"scene_id\":1207", "1207")]
    [InlineData("QR_STR_SCENE", "\"scene_str\":\"table-12\"", "table-12")]
    [InlineData("QR_LIMIT_SCENE", "\"scene_id\":12", "12")]
    [InlineData("QR_LIMIT_STR_SCENE", "\"scene_str\":\"branch-suzhou\"", "branch-suzhou")]
    public void A_code_is_found_by_its_ticket_and_by_its_text(string action, string scene, string kept)
    {
        var answer = Create(action, scene, 604800);
        Shape("qr-codes/" + action, answer);
        var code = _bench.Account.QrCodes.Find(Text(answer, "ticket"), _bench.Now);
        Assert.Equal(kept, code!.Scene);
        Assert.Same(code, _bench.Account.QrCodes.Find(Text(answer, "url"), _bench.Now));
        Assert.Equal(action.Contains("LIMIT", StringComparison.Ordinal), code.ExpiresAt is null);
    }

    [Fact]
    public void A_temporary_code_dies_after_a_minute_when_nothing_is_said()
    {
        var answer = Create("QR_SCENE", "\"scene_id\":1");
        Assert.Equal(60, Number(answer, "expire_seconds"));
        _bench.Clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        Assert.NotNull(_bench.Account.QrCodes.Find(Text(answer, "ticket"), _bench.Now));
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_bench.Account.QrCodes.Find(Text(answer, "ticket"), _bench.Now));
        Assert.Equal(404, Assert.IsType<ApiAnswer.Page>(Show(Text(answer, "ticket"))).Status);
    }

    [Fact]
    public void Dead_codes_do_not_gather()
    {
        Done(Create("QR_SCENE", "\"scene_id\":1", 3600));
        Done(Create("QR_SCENE", "\"scene_id\":2", 60));
        Done(Create("QR_LIMIT_SCENE", "\"scene_id\":3"));
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Done(Create("QR_SCENE", "\"scene_id\":4", 60));
        Assert.Equal(["1", "3", "4"], _bench.Account.QrCodes.All.Select(code => code.Scene).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(40052, "QR_PERMANENT", "\"scene_id\":1")]
    [InlineData(40052, "", "\"scene_id\":1")]
    [InlineData(40053, "QR_SCENE", "\"scene_id\":0")]
    [InlineData(40053, "QR_SCENE", "\"scene_id\":4294967296")]
    [InlineData(40053, "QR_SCENE", "\"scene_str\":\"a\"")]
    [InlineData(40053, "QR_LIMIT_SCENE", "\"scene_id\":0")]
    [InlineData(40053, "QR_LIMIT_SCENE", "\"scene_id\":100001")]
    [InlineData(40053, "QR_STR_SCENE", "\"scene_str\":\"\"")]
    [InlineData(40053, "QR_STR_SCENE", "\"scene_str\":\"12345678901234567890123456789012345678901234567890123456789012345\"")]
    [InlineData(47001, "QR_SCENE", "\"scene_id\":\"1\"")]
    public void Action_and_scene_have_to_fit(int code, string action, string scene) => Refused(code, Create(action, scene));

    [Fact]
    public void Limits_are_still_allowed()
    {
        Done(Create("QR_SCENE", "\"scene_id\":4294967295", 2_592_000));
        Done(Create("QR_LIMIT_SCENE", "\"scene_id\":100000"));
        Done(Create("QR_STR_SCENE", $"\"scene_str\":\"{new string('x', 64)}\"", 1));
        Refused(40035, Create("QR_SCENE", "\"scene_id\":1", 2_592_001));
        Refused(40035, Create("QR_SCENE", "\"scene_id\":1", 0));
        Refused(40053, _bench.Post("/cgi-bin/qrcode/create", """{"action_name":"QR_SCENE"}"""));
    }

    [Fact]
    public void A_permanent_scene_has_one_code_and_an_account_100_000()
    {
        var ticket = Text(Create("QR_LIMIT_SCENE", "\"scene_id\":7"), "ticket");
        for (var i = _bench.Account.QrCodes.Permanent; i < QrCodes.MostPermanent; i++)
            _bench.Account.QrCodes.Add(new QrCode($"t{i}", $"s{i}", $"u{i}", null));
        Refused(45029, Create("QR_LIMIT_SCENE", "\"scene_id\":8"));
        Assert.Equal(ticket, Text(Create("QR_LIMIT_SCENE", "\"scene_id\":7"), "ticket"));
        Done(Create("QR_SCENE", "\"scene_id\":8"));
    }

    [Fact]
    public void The_picture_is_a_PNG_and_needs_no_token()
    {
        var answer = Create("QR_SCENE", "\"scene_id\":1");
        var picture = Assert.IsType<ApiAnswer.File>(Show(Text(answer, "ticket")));
        Assert.Equal("image/png", picture.ContentType);
        Assert.Equal("png", FileFormat.Of(picture.Data.Span)?.Extension);
        Assert.Equal(404, Assert.IsType<ApiAnswer.Page>(Show("unknown")).Status);
        Assert.Equal(404, Assert.IsType<ApiAnswer.Page>(Show(Text(answer, "url"))).Status);
    }

    [Fact]
    public void A_short_key_gives_its_text_back_while_it_lives()
    {
        var answer = _bench.Post("/cgi-bin/shorten/gen", """{"long_data":"loooong data","expire_seconds":86400}""");
        Shape("qr-codes/short-key", answer);
        var key = $$"""{"short_key":"{{Text(answer, "short_key")}}"}""";
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        Shape("qr-codes/short-key-fetch", _bench.Post("/cgi-bin/shorten/fetch", key));
        _bench.Clock.Advance(TimeSpan.FromHours(23));
        Refused(9410012, _bench.Post("/cgi-bin/shorten/fetch", key));
        Refused(9410012, _bench.Post("/cgi-bin/shorten/fetch", "{}"));
    }

    [Fact]
    public void Short_keys_that_have_died_do_not_gather()
    {
        for (var i = 0; i < 3; i++) Done(_bench.Post("/cgi-bin/shorten/gen", """{"long_data":"x","expire_seconds":60}"""));
        Assert.Equal(3, _bench.Account.ShortKeys.Count);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Done(_bench.Post("/cgi-bin/shorten/gen", """{"long_data":"x","expire_seconds":60}"""));
        Assert.Equal(1, _bench.Account.ShortKeys.Count);
    }

    [Fact]
    public void A_short_key_stands_for_up_to_4_KB_and_30_days()
    {
        Done(_bench.Post("/cgi-bin/shorten/gen", $$"""{"long_data":"{{new string('x', 4096)}}","expire_seconds":2592000}"""));
        Refused(9410010, _bench.Post("/cgi-bin/shorten/gen", $$"""{"long_data":"{{new string('x', 4097)}}"}"""));
        Refused(9410011, _bench.Post("/cgi-bin/shorten/gen", """{"long_data":"x","expire_seconds":2592001}"""));
        Refused(41011, _bench.Post("/cgi-bin/shorten/gen", "{}"));
    }

    private ApiAnswer Show(string ticket) => _bench.Get("/cgi-bin/showqrcode", ("ticket", ticket));

    private ApiAnswer Create(string action, string scene, int? seconds = null) => _bench.Post(
        "/cgi-bin/qrcode/create", "{" + (seconds is null ? "" : $"\"expire_seconds\":{seconds},") + $"\"action_name\":\"{action}\",\"action_info\":{{\"scene\":{{{scene}}}}}" + "}");
}
