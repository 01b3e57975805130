using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>WeChat's catalogue of APIs for people who look for a path.</summary>
internal static class ApiList
{
    /// <summary>Those that can be called with an account's access_token or without any: not payment, and no page for browsers.</summary>
    private static IEnumerable<ApiRow> Callable => ApiCatalog.Rows.Where(row => row.Host is "api.weixin.qq.com" or "mp.weixin.qq.com");

    /// <summary>Lists those that have a word in path, name or area, whatever its case.</summary>
    /// <param name="word">The word; null for all.</param>
    /// <param name="around">Streams.</param>
    /// <returns>The exit code.</returns>
    public static int Write(string? word, Surroundings around)
    {
        string[][] rows =
        [
            .. Callable
                .Where(row => word is null || new[] { row.Path, row.Name, row.Area }.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Select(row => new[] { row.Method, row.Path, row.Name }),
        ];
        if (rows.Length == 0) around.Error.WriteLine($"No API of WeChat has '{word}' in its path or name; {CommandLine.Name} call --list shows all.");
        TextTable.Write(around.Out, rows);
        return rows.Length == 0 ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>What is odd about calling a path, in one sentence; null when WeChat's documents have it so.</summary>
    public static string? Oddity(HttpMethod method, string path)
    {
        var rows = ApiCatalog.At(path);
        if (rows.Count == 0)
        {
            var hint = Nearest.Hint(path, [.. Callable.Select(row => ApiCatalog.PlainPath(row.Path)).Distinct()]);
            return $"'{path}' is not among WeChat's documented APIs{(hint.Length > 0 ? hint : ";")} it is called all the same.";
        }
        return rows.Any(row => row.Method == method.Method) ? null : $"WeChat's documents have {rows[0].Method} for {path}, not {method.Method}; it is called all the same.";
    }
}
