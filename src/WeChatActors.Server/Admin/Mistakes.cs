using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>All that is wrong with a body, so that it is told at once.</summary>
internal sealed class Mistakes
{
    private readonly List<(string Path, string Sentence)> _all = [];

    /// <summary>Whether there is any.</summary>
    public bool Any => _all.Count > 0;

    /// <summary>Adds one.</summary>
    /// <param name="path">The member; empty for the whole.</param>
    /// <param name="sentence">What is there, and what is expected.</param>
    public void Add(string path, string sentence) => _all.Add((path, sentence));

    /// <summary>Answers 400 with all of them: in one sentence for people, and as <c>mistakes</c> for programs.</summary>
    public Task Write(HttpContext context, string title) => Results.Problem(
        statusCode: StatusCodes.Status400BadRequest, title: title,
        detail: string.Join(" ", _all.Select(mistake => mistake.Path.Length == 0 ? mistake.Sentence : $"{mistake.Path}: {mistake.Sentence}")),
        extensions: new Dictionary<string, object?> { ["mistakes"] = _all.Select(mistake => new Dictionary<string, string> { ["path"] = mistake.Path, ["sentence"] = mistake.Sentence }).ToArray() })
        .ExecuteAsync(context);
}
