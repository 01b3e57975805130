namespace WeChatActors.Protocol;

/// <summary>One API of WeChat's documents.</summary>
/// <param name="Area">Such as base, menu, user.</param>
/// <param name="Name">WeChat's name of it.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Host">Where WeChat serves it, such as api.weixin.qq.com.</param>
/// <param name="Path">As the documents write it: it may hold <c>{parameters}</c> or a query.</param>
/// <param name="Body">json, query, none, multipart or xml.</param>
/// <param name="PerDay">Calls a day of a verified account; null when no number is published.</param>
/// <param name="Kinds">Which accounts may call it, in WeChat's words.</param>
public sealed record ApiRow(string Area, string Name, string Method, string Host, string Path, string Body, long? PerDay, string Kinds);
