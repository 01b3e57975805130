using System.Diagnostics;

namespace WeChatActors.EndToEnd.SlowAnswers;

internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Looks until something holds.</summary>
    /// <param name="look">What is looked at.</param>
    /// <param name="holds">Whether it is so.</param>
    /// <param name="what">What is waited for.</param>
    /// <param name="instead">What there is instead, for the failure.</param>
    public static async Task<T> Until<T>(Func<Task<T>> look, Func<T, bool> holds, string what, Func<Task<string>>? instead = null)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (holds(seen)) return seen;
            if (Stopwatch.GetElapsedTime(begun) > Patience) Assert.Fail($"Did not happen: {what}. There is: {(instead is null ? seen : await instead())}");
            await Task.Delay(10);
        }
    }
}
