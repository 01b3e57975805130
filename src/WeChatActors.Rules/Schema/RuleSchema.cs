using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatActors.Rules;

/// <summary>The JSON Schema of rule files (draft 2020-12), by which editors complete and check them. It is made of the same tables the readers go by;
/// what the readers look at beyond keys and kinds of value, such as expressions and regexes, it leaves to them.</summary>
public static class RuleSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The maps that are described, by name.</summary>
    internal static MapShape[] Maps { get; } =
    [
        RuleShapes.Condition, RuleShapes.Rule, RuleShapes.Place,
        ActionShapes.Action, ActionShapes.Case, ActionShapes.Later, ActionShapes.Tag, ActionShapes.Pause, ActionShapes.Metric, ActionShapes.Http, ActionShapes.Llm,
        MessageShapes.ReplyMap, MessageShapes.ReplyVideo, MessageShapes.ReplyMusic, MessageShapes.Article,
        MessageShapes.MessageMap, MessageShapes.SendVideo, MessageShapes.SendMusic, MessageShapes.MiniProgram, MessageShapes.MenuMessage,
        DialogShapes.Dialog, DialogShapes.Slot, DialogShapes.Confirm, DialogShapes.Timeout,
        TestShapes.Test, TestShapes.Step, TestShapes.Packets, TestShapes.PacketLocation, TestShapes.PacketLink, TestShapes.ExpectedReply, TestShapes.ExpectedPush, TestShapes.HttpMock, TestShapes.LlmMock,
        FileShapes.Defaults, FileShapes.Button, FileShapes.TopButton, FileShapes.ButtonMiniProgram,
    ];

    /// <summary>The schema as JSON, indented, ending in a line feed.</summary>
    public static string Write()
    {
        var defs = new JsonObject
        {
            ["text"] = Described(Texts(), "Text; numbers, true and false are taken as they are written.", "文本；数字和 true、false 按原样当作文本。"),
            ["template"] = Described(Texts(), "Text that may hold {{ expressions }}.", "文本，可以含 {{ 表达式 }}。"),
            ["expression"] = Described(Texts(), "An expression without braces.", "表达式，不写花括号。"),
            ["duration"] = Described(
                new() { ["type"] = "string", ["pattern"] = "^[0-9]*\\.?[0-9]+(ms|s|m|h|d)$" }, "A length of time: 500ms, 40s, 5m, 2h, 3d.", "时长：500ms、40s、5m、2h、3d。"),
            ["reply"] = new JsonObject { ["anyOf"] = new JsonArray(Shape.Template.ToJson(), Shape.Map("reply_map").ToJson()) },
            ["message"] = new JsonObject { ["anyOf"] = new JsonArray(Shape.Template.ToJson(), Shape.Map("message_map").ToJson()) },
        };
        foreach (var map in Maps) defs[map.Name] = map.ToJson();
        var file = FileShapes.File.ToJson();
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "WeChatActors rules",
            ["description"] = "Rules of a WeChat Official Account, version 1.\n公众号的规则，第 1 版。",
        };
        foreach (var (key, value) in file) schema[key] = value?.DeepClone();
        schema["$defs"] = defs;
        return schema.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Texts() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    private static JsonObject Described(JsonObject schema, string english, string chinese)
    {
        schema["description"] = $"{english}\n{chinese}";
        return schema;
    }
}
