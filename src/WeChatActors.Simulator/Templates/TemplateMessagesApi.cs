using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Sending template messages (模板消息).</summary>
internal static class TemplateMessagesApi
{
    private const int MostUrlBytes = 1024;
    private const int MostIdLength = 64;

    /// <summary>Adds the endpoint.</summary>
    public static void Register(ApiTable table) => table.Post("/cgi-bin/message/template/send", Send);

    private static ApiAnswer Send(ApiRequest request)
    {
        var (platform, account) = (request.Platform, request.Account);
        var fields = BodyFields.Of(request).Only("touser", "template_id", "url", "miniprogram", "client_msg_id", "data", "topcolor");
        lock (account.Gate)
        {
            var follower = fields.FollowerIn("touser", account);
            var template = FindTemplate(fields, account);
            var url = fields.Optional("url", MostUrlBytes, 40039);
            if (fields.Has("miniprogram"))
            {
                var program = fields.Object("miniprogram", 40013).Only("appid", "pagepath");
                if (!CustomerMessage.IsAppId(program.Text("appid", 40013))) program.Refuse(40013, "appid", "is no AppID");
                program.Optional("pagepath");
            }
            var clientId = fields.Optional("client_msg_id");
            var data = fields.Object("data", 47003);
            var lines = template is null ? [] : ReadLines(data, template);
            if (fields.Refusal is { } refusal) return refusal;

            var openId = follower!.OpenId.Value;
            if (clientId is not null && account.Templates.Earlier(openId, clientId, request.Now) is { } earlier) return ApiAnswer.DoneWith("msgid", earlier);
            var message = account.Templates.Next(openId, clientId, request.Now);
            if (follower.Receives) platform.Show(account, follower, ChatOrigin.Template, new TemplateContent(template!.Title, lines, url), request.Now);
            var status = follower.Receives ? "success" : "failed:user block";
            return ApiAnswer.DoneWith("msgid", message) with
            {
                After = () => platform.Pusher.Push(account, SimulatedPacket.OfEvent(openId, platform.Clock.GetUtcNow(), "TEMPLATESENDJOBFINISH",
                    PacketElement.Of("MsgID", message), PacketElement.Of("Status", status))),
            };
        }
    }

    private static Template? FindTemplate(BodyFields fields, SimulatedAccount account)
    {
        var id = fields.Text("template_id", 40037);
        if (id.Length > MostIdLength) fields.Refuse(40036, "template_id", $"has {id.Length} characters, limit {MostIdLength}");
        if (account.Templates.Find(id) is { } template) return template;
        fields.Refuse(40037, "template_id", "is no template of this account; get_all_private_template lists them");
        return null;
    }

    // Old templates may leave lines empty; those of a category may not.
    private static ImmutableArray<TemplateLine> ReadLines(BodyFields data, Template template)
    {
        foreach (var name in data.Names)
            if (template.Fields.All(field => field.Key != name))
                data.Refuse(47003, name, $"is no key of the template; it has {string.Join(", ", template.Fields.Select(field => field.Key))}");
        var lines = ImmutableArray.CreateBuilder<TemplateLine>();
        foreach (var (name, key) in template.Fields)
        {
            if (template.Industry != 0 && !data.Has(key)) continue;
            var entry = data.Object(key, 47003).Only("value", "color");
            entry.Optional("color");
            var value = template.Industry != 0 ? entry.Optional("value") ?? "" : entry.Text("value", 47003);
            if (TemplateValue.Fault(key, value) is { } fault) entry.Refuse(47003, "value", fault);
            if (value.Length > 0) lines.Add(new TemplateLine(name, value));
        }
        return lines.ToImmutable();
    }
}
