using WeChatActors.Protocol;
namespace WeChatActors.Simulator;

/// <summary>Counts a call against its limits.</summary>
internal static class QuotaCheck
{
    /// <summary>Counts one call of a path for an account.</summary>
    /// <param name="account">Whose; its gate is taken.</param>
    /// <param name="path">Which API.</param>
    /// <param name="now">When.</param>
    /// <returns>Null when it is allowed; else 45009 or 45011.</returns>
    public static ApiAnswer? Count(SimulatedAccount account, string path, DateTimeOffset now)
    {
        lock (account.Gate)
        {
            if (ApiCatalog.PerMinute(path) is { } minutely && !account.Quotas.TakeMinute(path, minutely, now))
                return ApiAnswer.Fail(45011, $"{path} may be called {minutely} times a minute");
            var daily = ApiRights.PerDay(path, account.Setup.Kind);
            return account.Quotas.TakeDay(path, daily, now)
                ? null
                : ApiAnswer.Fail(45009, $"{path} may be called {daily} times a day by this account; the count ends at midnight in Asia/Shanghai");
        }
    }
}
