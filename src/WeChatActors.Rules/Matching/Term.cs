namespace WeChatActors.Rules;

/// <summary>What a packet is looked up by; the more selective kinds first.</summary>
internal enum TermKind
{
    Exact,
    Scene,
    Menu,
    Prefix,
    Keyword,
    Event,
    Type,
}

/// <summary>Something a packet must have before a rule can hold: a folded text, a key, a name.</summary>
internal readonly record struct Term(TermKind Kind, string Text);
