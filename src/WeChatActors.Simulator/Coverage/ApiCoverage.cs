using WeChatActors.Protocol;
namespace WeChatActors.Simulator;

/// <summary>One API of WeChat and whether the simulator has it.</summary>
internal sealed record CoverageRow(string Area, string Name, string Method, string Host, string Path, bool Modelled);

/// <summary>How much of WeChat's API the simulator has.</summary>
/// <param name="Listed">APIs in the catalogue.</param>
/// <param name="Modelled">Those of them that the simulator has.</param>
/// <param name="Rows">Each of them, in the catalogue's order.</param>
/// <param name="Beyond">Endpoints of the simulator that the catalogue does not list.</param>
internal sealed record ApiCoverage(int Listed, int Modelled, IReadOnlyList<CoverageRow> Rows, IReadOnlyList<string> Beyond)
{
    /// <summary>Compares a table with the catalogue. What shares a path is modelled together.</summary>
    public static ApiCoverage Of(ApiTable table)
    {
        var rows = ApiCatalog.Rows
            .Select(row => new CoverageRow(row.Area, row.Name, row.Method, row.Host, row.Path, table.Find(ApiCatalog.PlainPath(row.Path)) is not null))
            .ToList();
        var beyond = table.Endpoints.Select(endpoint => endpoint.Path).Where(path => ApiCatalog.At(path).Count == 0).Order(StringComparer.Ordinal).ToList();
        return new ApiCoverage(rows.Count, rows.Count(row => row.Modelled), rows, beyond);
    }
}
