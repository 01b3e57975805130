namespace WeChatActors.Simulator;

/// <summary>Customer-service messages (客服消息) and the typing state.</summary>
internal static class CustomerServiceApi
{
    /// <summary>How long a phone shows that the account is typing.</summary>
    public static readonly TimeSpan TypingLength = TimeSpan.FromSeconds(15);

    /// <summary>How long after a message the account may begin to type.</summary>
    public static readonly TimeSpan TypingAfterExchange = TimeSpan.FromSeconds(30);

    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/message/custom/send", Send);
        table.Post("/cgi-bin/message/custom/typing", Type);
    }

    private static ApiAnswer Send(ApiRequest request)
    {
        var (platform, account) = (request.Platform, request.Account);
        var fields = BodyFields.Of(request);
        var type = CustomerMessage.TypeOf(fields);
        fields.Only(["touser", "msgtype", "customservice", "aimsgcontext", .. CustomerMessage.Types]);
        lock (account.Gate)
        {
            var follower = fields.CustomerIn("touser", account);
            var content = CustomerMessage.Read(fields, request, type);
            if (fields.Has("customservice"))
            {
                var agent = fields.Object("customservice", 61451).Only("kf_account").Text("kf_account", 61451);
                if (account.Staff.Find(agent) is null) fields.Refuse(65401, "customservice.kf_account", $"is '{agent}', no agent of this account");
            }
            if (fields.Refusal is { } refusal) return refusal;
            switch (follower!.Windows.Spend(request.Now))
            {
                case SpendResult.NoWindow: return NoWindow(follower);
                case SpendResult.UsedUp: return ApiAnswer.Fail(45047, "The messages that his last actions allowed are used up; the next action of his allows more.");
            }
            platform.ShowMessage(account, follower, ChatOrigin.CustomerService, content!, request.Now);
            platform.Feed.Publish("windows", account.Setup.Alias, follower.OpenId.Value);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer Type(ApiRequest request)
    {
        var (platform, account, now) = (request.Platform, request.Account, request.Now);
        var fields = BodyFields.Of(request).Only("touser", "command");
        var command = fields.Optional("command");
        if (command is not ("Typing" or "CancelTyping"))
            fields.Refuse(45072, "command", command is null ? "is missing" : $"is '{command}'; there are Typing and CancelTyping");
        lock (account.Gate)
        {
            var follower = fields.CustomerIn("touser", account);
            if (fields.Refusal is { } refusal) return refusal;
            if (!follower!.Windows.Open(now).Any()) return NoWindow(follower);
            if (command == "CancelTyping")
            {
                platform.ShowTyping(account, follower, null);
                return ApiAnswer.Done;
            }
            if (follower.LastExchange is not { } last || now - last > TypingAfterExchange)
                return ApiAnswer.Fail(45080, "No message was exchanged with this follower in the last 30 seconds.");
            if (follower.Chat.TypingUntil > now) return ApiAnswer.Fail(45081, "The phone still shows that the account is typing.");
            platform.ShowTyping(account, follower, now + TypingLength);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer NoWindow(Follower follower) => ApiAnswer.Fail(45015, follower.LastExchange is null
        ? "This follower has done nothing yet that allows a message."
        : "What this follower last did allows no message any more.");
}
