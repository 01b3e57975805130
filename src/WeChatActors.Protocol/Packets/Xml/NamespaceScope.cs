namespace WeChatActors.Protocol;

/// <summary>The prefixes declared where the reader is. Made only for bodies that declare one, which WeChat's never do.</summary>
internal sealed class NamespaceScope
{
    /// <summary>What <c>xml</c> is bound to.</summary>
    public const string XmlUri = "http://www.w3.org/XML/1998/namespace";

    /// <summary>What <c>xmlns</c> is bound to.</summary>
    public const string XmlnsUri = "http://www.w3.org/2000/xmlns/";

    /// <summary>Most prefixes in force at once: looking one up must stay cheap.</summary>
    public const int MaxPrefixes = 32;

    private readonly Stack<(string Prefix, string Uri, int Depth)> _declared = new();

    /// <summary>Whether the reserved names and the empty URI are used as Namespaces in XML 1.0 allows.</summary>
    /// <param name="prefix">The prefix; empty for the default namespace.</param>
    /// <param name="uri">The URI.</param>
    public static bool MayDeclare(string prefix, string uri) => prefix switch
    {
        "xml" => uri == XmlUri,
        "xmlns" => false,
        _ => uri is not (XmlUri or XmlnsUri) && (prefix.Length == 0 || uri.Length > 0),
    };

    /// <summary>Declares a prefix until its element ends; false when too many are in force.</summary>
    public bool TryDeclare(string prefix, string uri, int depth)
    {
        if (_declared.Count == MaxPrefixes) return false;
        _declared.Push((prefix, uri, depth));
        return true;
    }

    /// <summary>The URI of a prefix; null when it is not declared.</summary>
    public string? Find(string prefix)
    {
        foreach (var declared in _declared)
            if (declared.Prefix == prefix) return declared.Uri;
        return null;
    }

    /// <summary>Forgets what an element declared.</summary>
    public void Leave(int depth)
    {
        while (_declared.TryPeek(out var top) && top.Depth >= depth) _declared.Pop();
    }
}
