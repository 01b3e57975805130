using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace WeChatActors.Simulator;

/// <summary>What one bubble of a chat holds, whoever sent it and by whatever way.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TextContent), "text")]
[JsonDerivedType(typeof(ImageContent), "image")]
[JsonDerivedType(typeof(VoiceContent), "voice")]
[JsonDerivedType(typeof(VideoContent), "video")]
[JsonDerivedType(typeof(MusicContent), "music")]
[JsonDerivedType(typeof(NewsContent), "news")]
[JsonDerivedType(typeof(MenuMessageContent), "msgmenu")]
[JsonDerivedType(typeof(MiniProgramContent), "miniprogram")]
[JsonDerivedType(typeof(CardContent), "card")]
[JsonDerivedType(typeof(LocationContent), "location")]
[JsonDerivedType(typeof(LinkContent), "link")]
[JsonDerivedType(typeof(TemplateContent), "template")]
internal abstract record ChatContent;

/// <summary>Text; may hold links and menu links of WeChat's kind.</summary>
internal sealed record TextContent(string Text) : ChatContent;

/// <summary>A picture.</summary>
internal sealed record ImageContent(string MediaId) : ChatContent;

/// <summary>A voice clip.</summary>
internal sealed record VoiceContent(string MediaId, string? Recognition = null) : ChatContent;

/// <summary>A video, or a short video.</summary>
internal sealed record VideoContent(string MediaId, string? Title = null, string? Description = null, string? ThumbMediaId = null) : ChatContent;

/// <summary>A song.</summary>
internal sealed record MusicContent(string? Title, string? Description, string? Url, string? HqUrl, string? ThumbMediaId) : ChatContent;

/// <summary>One card for each article.</summary>
internal sealed record NewsContent(ImmutableArray<Article> Articles) : ChatContent;

/// <summary>One article of a news card.</summary>
internal sealed record Article(string Title, string? Description, string? Picture, string? Url);

/// <summary>A question with entries to tap (菜单消息).</summary>
internal sealed record MenuMessageContent(string? Head, ImmutableArray<MenuEntry> Entries, string? Tail) : ChatContent;

/// <summary>One entry of a menu message.</summary>
internal sealed record MenuEntry(string Id, string Caption);

/// <summary>A mini-program card.</summary>
internal sealed record MiniProgramContent(string? Title, string AppId, string? Page, string? ThumbMediaId) : ChatContent;

/// <summary>A coupon card.</summary>
internal sealed record CardContent(string CardId) : ChatContent;

/// <summary>A place.</summary>
internal sealed record LocationContent(double Latitude, double Longitude, int Scale, string Label) : ChatContent;

/// <summary>A shared page.</summary>
internal sealed record LinkContent(string Title, string? Description, string Url) : ChatContent;

/// <summary>A template message: a title and lines of values.</summary>
internal sealed record TemplateContent(string Title, ImmutableArray<TemplateLine> Lines, string? Url) : ChatContent;

/// <summary>One line of a template message.</summary>
internal sealed record TemplateLine(string Name, string Value);
