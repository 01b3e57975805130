using WeChatActors.Protocol;
namespace WeChatActors.Simulator.Tests;

public class ApiCoverageTests
{
    // What the simulator serves though WeChat's documents list no API there.
    private static readonly string[] Own = ["/mmbiz/picture", "/mmbiz/video", OAuthApi.PortraitPath, "/s"];

    [Fact]
    public void Every_endpoint_is_in_the_catalogue_or_known_as_our_own() => Assert.Equal(Own, ApiCoverage.Of(ApiTable.Standard()).Beyond);

    [Fact]
    public void Every_row_of_the_catalogue_is_counted()
    {
        var coverage = ApiCoverage.Of(ApiTable.Standard());
        Assert.Equal(558, coverage.Listed);
        Assert.Equal(coverage.Modelled, coverage.Rows.Count(row => row.Modelled));
        Assert.Contains(coverage.Rows, row => row is { Path: "/cgi-bin/token", Modelled: true });
        Assert.Contains(coverage.Rows, row => row is { Path: "/v3/pay/transactions/jsapi", Modelled: false });
    }

    [Fact]
    public void Every_endpoint_takes_the_method_of_its_catalogue_row()
    {
        foreach (var endpoint in ApiTable.Standard().Endpoints)
            if (endpoint.Method != "*" && ApiCatalog.At(endpoint.Path) is { Count: > 0 } rows)
                Assert.Contains(rows, row => row.Method == endpoint.Method);
    }

    [Theory]
    [InlineData("/cgi-bin/message/custom/send", AccountKind.Service, 500_000L)]
    [InlineData("/cgi-bin/message/custom/send", AccountKind.Test, 50_000L)]
    [InlineData("/cgi-bin/token", AccountKind.Test, 200L)]
    [InlineData("/cgi-bin/user/get", AccountKind.Test, 100L)]
    [InlineData("/cgi-bin/user/get", AccountKind.Service, 500L)]
    [InlineData("/sns/userinfo", AccountKind.Service, null)]
    [InlineData("/cgi-bin/ticket/getticket", AccountKind.Service, 1_000_000L)]
    public void A_test_account_has_smaller_quotas(string path, AccountKind kind, long? perDay) => Assert.Equal(perDay, ApiRights.PerDay(path, kind));

    [Fact]
    public void A_path_with_parameters_is_found_by_its_shape()
    {
        Assert.Equal("query by transaction_id", ApiCatalog.At("/v3/pay/transactions/id/42")[0].Name);
        Assert.Empty(ApiCatalog.At("/v3/pay/transactions/id/"));
        Assert.Empty(ApiCatalog.At("/v3/pay/transactions/id/42/more"));
    }
}
