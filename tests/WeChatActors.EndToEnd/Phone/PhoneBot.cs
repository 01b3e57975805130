using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatActors.EndToEnd;

/// <summary>A small bot with its own web server, as somebody without our engine would write one.</summary>
internal sealed class PhoneBot : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<string> _stuck = Channel.CreateUnbounded<string>();
    private readonly HttpClient _http = new();

    private string? _pondered;

    private PhoneBot(WebApplication app) => _app = app;

    public Uri Callback => new(new Uri(_app.Urls.First()), "/wechat");

    /// <summary>Called before each answer: the bot takes its time.</summary>
    public Action? Works { get; set; }

    public static async Task<PhoneBot> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var bot = new PhoneBot(app);
        app.MapGet("/wechat", (HttpContext context) => context.Response.WriteAsync(context.Request.Query["echostr"].ToString()));
        app.MapPost("/wechat", bot.Answer);
        await app.StartAsync();
        return bot;
    }

    /// <summary>Waits until a delivery arrives that the bot leaves without an answer.</summary>
    public async Task Stuck()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _stuck.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Calls the platform's API with a token; the answer must be a success.</summary>
    public async Task<JsonNode> Call(Uri api, string path, JsonNode body)
    {
        var token = await _http.GetFromJsonAsync<JsonNode>(new Uri(api, "/cgi-bin/token?grant_type=client_credential&appid=wx00000000000phone&secret=secret"));
        // WeChat wants Chinese as it is, not as \u escapes.
        using var content = new StringContent(body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), Encoding.UTF8, "application/json");
        var answer = await _http.PostAsync(new Uri(api, $"{path}?access_token={token!["access_token"]}"), content);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.True(json["errcode"] is null || (int)json["errcode"]! == 0, json.ToJsonString());
        return json;
    }

    /// <summary>Sends a customer-service message.</summary>
    public Task Send(Uri api, string openId, string type, JsonNode content) =>
        Call(api, "/cgi-bin/message/custom/send", new JsonObject { ["touser"] = openId, ["msgtype"] = type, [type] = content });

    public async ValueTask DisposeAsync()
    {
        _stuck.Writer.Complete();
        _http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task Answer(HttpContext context)
    {
        var packet = (await XElement.LoadAsync(context.Request.Body, LoadOptions.None, context.RequestAborted)).Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
        var said = packet.GetValueOrDefault("Content") ?? "";
        // One kind of question never gets an answer, another one only when it is asked again.
        if (said.Contains('慢') || said.Contains("推荐", StringComparison.Ordinal) && Interlocked.Exchange(ref _pondered, packet["MsgId"]) != packet["MsgId"])
        {
            _stuck.Writer.TryWrite(said);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }
        Works?.Invoke();
        await context.Response.WriteAsync(Reply(packet, said) is { } reply ? $"""
            <xml><ToUserName><![CDATA[{packet["FromUserName"]}]]></ToUserName><FromUserName><![CDATA[{packet["ToUserName"]}]]></FromUserName><CreateTime>{DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}</CreateTime>{reply}</xml>
            """ : "success");
    }

    private static string? Reply(Dictionary<string, string> packet, string said) => (packet["MsgType"], packet.GetValueOrDefault("Event")) switch
    {
        ("event", "subscribe") => Text("你好，这里是山茶咖啡。\n回复【菜单】看看今天有什么，或者<a href=\"weixin://bizmsgmenu?msgmenucontent=排队&msgmenuid=7\">直接取号</a> ☕"),
        ("event", "CLICK") => Text($"{packet["EventKey"]}：营业至 22:00"),
        ("event", "SCAN") => Text($"{packet["EventKey"]}：已为您开台，请稍候。"),
        ("event", _) => null,
        ("image", _) => $"<MsgType><![CDATA[image]]></MsgType><Image><MediaId><![CDATA[{packet["MediaId"]}]]></MediaId></Image>",
        ("voice", _) => Text($"听到了：{packet.GetValueOrDefault("Recognition")}"),
        (_, _) when said == "菜单" => News(("秋日限定 · 桂花拿铁", "用今年的新桂花，少糖更香。", "https://example.com/osmanthus"), ("手冲豆单", "", "https://example.com/beans"), ("周末烘焙课", "", "https://example.com/class")),
        (_, _) when said == "取号" => Text("您前面还有 3 桌，约 12 分钟。\n<a href=\"https://example.com/queue\">查看排队进度</a> [咖啡]"),
        (_, _) when said.Contains("推荐", StringComparison.Ordinal) => Text("今天的桂花拿铁很好，少糖也香 🌼"),
        ("text", _) => Text(said),
        _ => null,
    };

    private static string Text(string content) => $"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content>";

    private static string News(params (string Title, string Description, string Url)[] articles) =>
        $"<MsgType><![CDATA[news]]></MsgType><ArticleCount>{articles.Length}</ArticleCount><Articles>{string.Concat(articles.Select(article =>
            $"<item><Title><![CDATA[{article.Title}]]></Title><Description><![CDATA[{article.Description}]]></Description><PicUrl><![CDATA[https://example.com/{article.Title.Length}.jpg]]></PicUrl><Url><![CDATA[{article.Url}]]></Url></item>"))}</Articles>";
}
