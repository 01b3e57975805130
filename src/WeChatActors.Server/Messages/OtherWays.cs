using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>What else reaches a user whom a message cannot be pushed to.</summary>
internal static class OtherWays
{
    /// <summary>The ways that can work for the account and the user, each with one sentence.</summary>
    /// <param name="canPush">Whether the account may push at all.</param>
    /// <param name="subscribed">Whether the user follows it.</param>
    /// <param name="asked">What could not be sent.</param>
    public static IEnumerable<(string By, string Sentence)> Of(bool canPush, bool subscribed, AskedMessage asked)
    {
        if (canPush && subscribed)
            yield return ("template", "A template message (模板消息) needs no window: send {\"type\":\"template\",\"body\":{...}}, if the account is a verified service account (服务号) and has a template for it.");
        if (canPush)
        {
            yield return ("subscribe", "A subscription notice (订阅通知) reaches whoever accepted its template, once for each time he did: send {\"type\":\"subscribe\",\"body\":{...}}, if the account is a verified service account (服务号).");
            yield return ("once", "A one-time subscription message (一次性订阅消息) reaches whoever authorised one for its scene: send {\"type\":\"once\",\"body\":{...}}.");
        }
        if (subscribed && asked is { ElsePark: false, Item: OutboxItem.Message { Content: var message } } && PushForms.Back(message) is not null)
            yield return ("next_reply", "Add \"else\":\"next_reply\", and it is shown with the answer to what the user writes next.");
    }
}
