using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>What the API answers. Errors too have status 200; the errcode tells.</summary>
internal abstract record ApiAnswer
{
    /// <summary>What follows once the answer has left: an event that reports a job, say. Whoever writes the answer starts it afterwards and
    /// does not wait for it; a test awaits it. Null for nothing. Takes the account's gate by itself.</summary>
    public Func<Task>? After { get; init; }

    /// <summary>JSON.</summary>
    /// <param name="Body">The members; an errcode is added by nobody else.</param>
    internal sealed record Json(JsonObject Body) : ApiAnswer;

    /// <summary>An errcode with WeChat's words for it.</summary>
    /// <param name="Code">From the list of codes.</param>
    /// <param name="Detail">What in particular is wrong, for people; appended to the words.</param>
    internal sealed record Error(int Code, string? Detail) : ApiAnswer;

    /// <summary>A file.</summary>
    internal sealed record File(ReadOnlyMemory<byte> Data, string ContentType, string? FileName) : ApiAnswer;

    /// <summary>A page for a browser.</summary>
    internal sealed record Page(string Html, int Status = 200) : ApiAnswer
    {
        /// <summary>What the page was refused with; 0 for nothing.</summary>
        public int Errcode { get; init; }

        /// <summary>A cookie for the session, name and value of URL-safe letters; null for none.</summary>
        public (string Name, string Value)? Cookie { get; init; }
    }

    /// <summary>Sends a browser elsewhere.</summary>
    /// <param name="Location">Absolute, escaped.</param>
    internal sealed record Redirect(string Location) : ApiAnswer
    {
        /// <summary>A cookie for the session, name and value of URL-safe letters; null for none.</summary>
        public (string Name, string Value)? Cookie { get; init; }
    }

    /// <summary><c>{"errcode":0,"errmsg":"ok"}</c>.</summary>
    public static ApiAnswer Done => new Json(new JsonObject { ["errcode"] = 0, ["errmsg"] = "ok" });

    /// <summary><c>{"errcode":0,"errmsg":"ok", ...}</c>.</summary>
    public static ApiAnswer DoneWith(string name, JsonNode? value) => new Json(new JsonObject { ["errcode"] = 0, ["errmsg"] = "ok", [name] = value });

    /// <summary>An errcode.</summary>
    public static ApiAnswer Fail(int code, string? detail = null) => new Error(code, detail);
}
