namespace WeChatActors.Simulator;

/// <summary>One file of a multipart body.</summary>
/// <param name="Field">The form field that carries it; WeChat's own is <c>media</c>.</param>
/// <param name="FileName">The name it was sent with, without a path; null for none.</param>
/// <param name="ContentType">As the part says; null when it does not.</param>
/// <param name="Data">The bytes.</param>
internal sealed record ApiFile(string Field, string? FileName, string? ContentType, ReadOnlyMemory<byte> Data);
