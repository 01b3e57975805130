namespace WeChatActors.Replay;

/// <summary>Says in words what was wrong with a delivery.</summary>
internal static class Faults
{
    /// <summary>The words.</summary>
    public static string Words(DeliveryFault fault) => fault switch
    {
        DeliveryFault.Connect => "no connection",
        DeliveryFault.Late => "no complete answer within 5 s",
        DeliveryFault.Broken => "connection broken off",
        DeliveryFault.NotHttp => "no HTTP answer",
        DeliveryFault.Status => "status other than 200",
        DeliveryFault.TooLong => "answer too long",
        DeliveryFault.BadReply => "reply that WeChat refuses",
        _ => "answered well",
    };
}
