using System.Text.Json.Serialization;

namespace WeChatActors.Simulator;

/// <summary>What a person does on the phone. As JSON the key <c>do</c> names the kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Follow), "follow")]
[JsonDerivedType(typeof(Unfollow), "unfollow")]
[JsonDerivedType(typeof(SendText), "text")]
[JsonDerivedType(typeof(SendImage), "image")]
[JsonDerivedType(typeof(SendVoice), "voice")]
[JsonDerivedType(typeof(SendVideo), "video")]
[JsonDerivedType(typeof(SendLocation), "location")]
[JsonDerivedType(typeof(SendLink), "link")]
[JsonDerivedType(typeof(TapMenu), "menu")]
[JsonDerivedType(typeof(TapEntry), "entry")]
[JsonDerivedType(typeof(Scan), "scan")]
[JsonDerivedType(typeof(ReportLocation), "report_location")]
[JsonDerivedType(typeof(Receive), "receive")]
internal abstract record UserAction;

/// <summary>Follows the account, found by search or by a QR code.</summary>
/// <param name="Ticket">The ticket of a QR code of the account; null without.</param>
internal sealed record Follow(string? Ticket = null) : UserAction;

/// <summary>Stops following.</summary>
internal sealed record Unfollow : UserAction;

/// <summary>Types a text.</summary>
internal sealed record SendText(string Content) : UserAction;

/// <summary>Sends a picture.</summary>
/// <param name="Data">The bytes, base64 in JSON; null for a small picture of the simulator.</param>
internal sealed record SendImage(byte[]? Data = null) : UserAction;

/// <summary>Speaks.</summary>
/// <param name="Recognition">What speech recognition made of it; null when the account has it off.</param>
/// <param name="Data">The bytes, base64 in JSON; null for a clip of the simulator.</param>
internal sealed record SendVoice(string? Recognition = null, byte[]? Data = null) : UserAction;

/// <summary>Sends a video.</summary>
/// <param name="Short">Whether it is a short video, taken in the chat.</param>
/// <param name="Data">The bytes, base64 in JSON; null for a clip of the simulator.</param>
internal sealed record SendVideo(bool Short = false, byte[]? Data = null) : UserAction;

/// <summary>Sends a place.</summary>
internal sealed record SendLocation(double Latitude, double Longitude, int Scale = 15, string Label = "") : UserAction;

/// <summary>Shares a page.</summary>
internal sealed record SendLink(string Title, string Description, string Url) : UserAction;

/// <summary>Taps a menu button.</summary>
/// <param name="Button">Its place: <c>2</c> is the second button, <c>2.1</c> the first of its sub-menu.</param>
/// <param name="Scanned">For a scan button: what the camera read.</param>
/// <param name="Pictures">For a picture button: how many are chosen, 1 to 9.</param>
/// <param name="Place">For a location button: the place chosen; null for the simulator's own.</param>
internal sealed record TapMenu(string Button, string? Scanned = null, int Pictures = 1, SendLocation? Place = null) : UserAction;

/// <summary>Taps an entry of a menu message, or a menu link in a text.</summary>
internal sealed record TapEntry(string Id, string Caption) : UserAction;

/// <summary>Scans a QR code with the phone: one of the account follows it or reports the scene.</summary>
/// <param name="Code">A ticket, or the text of a code.</param>
internal sealed record Scan(string Code) : UserAction;

/// <summary>The phone reports where it is.</summary>
internal sealed record ReportLocation(double Latitude, double Longitude, double Precision = 65) : UserAction;

/// <summary>Turns the switch "receive messages" on the account's page. The account is not told; its templates, customer-service and mass
/// messages stay away while it is off.</summary>
internal sealed record Receive(bool On) : UserAction;
