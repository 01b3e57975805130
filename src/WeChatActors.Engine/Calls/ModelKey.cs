namespace WeChatActors.Engine;

/// <summary>The key that a model's server asks for. It shows itself only to who asks for it by name.</summary>
/// <param name="value">The key.</param>
public sealed class ModelKey(string value)
{
    /// <summary>The key. For a request to the model's server, and for nothing that is kept or shown.</summary>
    public string Reveal() => value;

    /// <summary>Never the key.</summary>
    public override string ToString() => "(secret)";
}
