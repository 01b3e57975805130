using System.Globalization;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>What an event of an account says to its operator.</summary>
/// <param name="Kind">The event's name.</param>
/// <param name="Summary">One sentence; null when nothing is known beyond the name.</param>
/// <param name="Urgent">Whether somebody must act.</param>
internal readonly record struct AccountNews(string Kind, string? Summary, bool Urgent)
{
    private const int MaxKind = 64;
    private const int MaxSummary = 240;

    /// <summary>How it is kept.</summary>
    public string Detail => Summary is null ? Kind : $"{Kind}{StoredAccountEvent.Separator}{Summary}";

    /// <summary>Reads a packet that no conversation takes.</summary>
    public static AccountNews Of(Packet packet)
    {
        var kind = LogText.Clean(packet is Event happened ? happened.Name : packet.MsgType, MaxKind);
        var (summary, urgent) = packet switch
        {
            MassSendJobFinishEvent mass => (OfMassSend(mass), !mass.Succeeded),
            PublishJobFinishEvent publish => (OfPublish(publish), publish.Status is not (null or 0 or 1)),
            VerificationFailedEvent failed => ($"the verification failed{Because(failed.FailReason)}; correct it in WeChat's console.", true),
            VerificationTermEvent term => OfTerm(kind, term),
            VerificationStepEvent step => OfStep(kind, step),
            CardSkuRemindEvent => ("a card is running out of stock; add some in WeChat's console.", true),
            _ => ((string?)null, false),
        };
        return new(kind, summary is null ? null : LogText.Clean(summary, MaxSummary), urgent);
    }

    private static string OfMassSend(MassSendJobFinishEvent mass)
    {
        var counts = string.Create(CultureInfo.InvariantCulture, $"sent to {mass.SentCount ?? 0} of {mass.TotalCount ?? 0}, {mass.ErrorCount ?? 0} failed, {Math.Max(0, (mass.TotalCount ?? 0) - (mass.FilterCount ?? mass.TotalCount ?? 0))} filtered out");
        return $"the mass send {mass.MsgId} {(mass.Succeeded ? "ended" : $"failed ({mass.Status})")}: {counts}{(mass.CopyrightCheckState is 3 ? "; it is a reprint that may not be sent" : "")}.";
    }

    private static string OfPublish(PublishJobFinishEvent publish) => $"the publishing {publish.PublishId} {publish.Status switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"ended with {publish.Articles.Count} articles"),
        1 => "is under way",
        2 => "failed: it is not original",
        3 => "failed",
        4 => "was refused by the review",
        5 => "was deleted later",
        6 => "was banned later",
        _ => "ended",
    }}.";

    private static (string Summary, bool Urgent) OfTerm(string kind, VerificationTermEvent term)
    {
        var until = term.ExpiredTime is { } seconds and > 0 and < 253_402_300_800
            ? string.Create(CultureInfo.InvariantCulture, $" {DateTimeOffset.FromUnixTimeSeconds(seconds):yyyy-MM-dd}") : " at an unknown date";
        return kind switch
        {
            "verify_expired" => ($"the verification expired{until}; renew it in WeChat's console: until then the account may lose its interfaces.", true),
            "annual_renew" => ($"the verification expires{until}; renew it in WeChat's console in time.", true),
            _ => ($"the account is verified; the term ends{until}.", false),
        };
    }

    private static (string? Summary, bool Urgent) OfStep(string kind, VerificationStepEvent step) => kind switch
    {
        "wx_verify_refill" => ($"the verification asks for more{Because(step.RefillReason)}; fill it in in WeChat's console.", true),
        "wx_verify_fail" => ("the verification failed; look into WeChat's console.", true),
        _ => (null, false),
    };

    private static string Because(string? reason) => string.IsNullOrWhiteSpace(reason) ? "" : $": {reason}";
}
