using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>Delivers a mass send into the chats and reports what became of it.</summary>
internal static class MassSendJob
{
    /// <summary>Delivers to each receiver and pushes MASSSENDJOBFINISH.</summary>
    /// <param name="request">The call that asked for it.</param>
    /// <param name="send">What.</param>
    /// <param name="receivers">To whom, before anybody is filtered out.</param>
    public static Task<PushRecord> Run(ApiRequest request, MassSend send, ImmutableArray<Follower> receivers)
    {
        var (platform, account) = (request.Platform, request.Account);
        var now = platform.Clock.GetUtcNow();
        var (filtered, sent, failed) = (0, 0, 0);
        ImmutableArray<PacketElement> articles;
        lock (account.Gate)
        {
            // Who blocks or has his month used up is filtered out; who left since he was listed is an error.
            foreach (var follower in receivers)
            {
                if (follower.Blacklisted || !follower.Receives) continue;
                if (follower.Subscribed && account.Setup.Kind != AccountKind.Subscription && !account.MassSends.Receive(follower, now)) continue;
                filtered++;
                if (!follower.Subscribed)
                {
                    failed++;
                    continue;
                }
                sent++;
                foreach (var content in send.Content) platform.Show(account, follower, ChatOrigin.MassSend, content, now);
            }
            account.MassSends.Put(send with { State = MassSendState.Sent });
            articles = ArticleResults(request, send);
        }
        return platform.Pusher.Push(account, SimulatedPacket.OfEvent(account.OperatorId, now, "MASSSENDJOBFINISH",
        [
            PacketElement.Of("MsgID", send.Id),
            PacketElement.Of("Status", "send success"),
            PacketElement.Of("TotalCount", receivers.Length),
            PacketElement.Of("FilterCount", filtered),
            PacketElement.Of("SentCount", sent),
            PacketElement.Of("ErrorCount", failed),
            .. articles,
        ]));
    }

    // Nothing is ever judged a reprint here.
    private static ImmutableArray<PacketElement> ArticleResults(ApiRequest request, MassSend send)
    {
        if (send.ArticlesId is not { } id || request.Account.Articles.Find(id) is not { } set) return [];
        var results = PacketElement.Of("ResultList", [.. set.Articles.Select((_, i) => PacketElement.Of("item",
            PacketElement.Of("ArticleIdx", i + 1), PacketElement.Of("ArticleUrl", request.Addresses.Article(id, i + 1))))]);
        return
        [
            PacketElement.Of(
                "CopyrightCheckResult",
                PacketElement.Of("Count", 0), PacketElement.Of("ResultList", ImmutableArray<PacketElement>.Empty), PacketElement.Of("CheckState", 1)),
            PacketElement.Of("ArticleUrlResult", PacketElement.Of("Count", set.Articles.Length), results),
        ];
    }
}
