using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Server;

/// <summary>Reads <c>listen: admin_keys</c>: a key alone, or a list of keys and of maps that name one and limit it.</summary>
/// <param name="read">Takes values.</param>
/// <param name="aliases">The accounts of the file, as it names them.</param>
internal sealed class AdminKeyReader(ConfigurationFields read, string[] aliases)
{
    /// <summary>No shorter key can be set: what can be guessed guards nothing.</summary>
    private const int MinLength = 16;

    private readonly ImmutableArray<AdminKey>.Builder _keys = ImmutableArray.CreateBuilder<AdminKey>();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _unnamed;

    /// <summary>The keys that are well; an error is found for each of the others.</summary>
    public ImmutableArray<AdminKey> Read(YamlNode node)
    {
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            switch (item)
            {
                case YamlMap:
                    ReadNamed(item);
                    break;
                case YamlScalar { IsNull: false }:
                    var name = ++_unnamed == 1 ? "admin" : $"admin{_unnamed}";
                    var free = IsFree(name, item);
                    if (ReadValue(item) is { } value && free) _keys.Add(new AdminKey(name, value, AdminScope.All, null));
                    break;
                default:
                    read.Findings.Error(item, $"{item.Described} stands at 'admin_keys', expected a key, or a map with keys of: name, key, scopes, accounts.");
                    break;
            }
        }
        return _keys.DrainToImmutable();
    }

    private void ReadNamed(YamlNode item)
    {
        if (YamlFields.Read(item, read.Findings, "an admin key", "name", "key", "scopes", "accounts") is not { } fields) return;
        var name = ReadName(fields);
        var value = fields.Require("key") is { } key ? ReadValue(key) : null;
        var scopes = ReadScopes(fields);
        var accounts = read.Accounts(fields, aliases, "an admin key");
        if (name is not null && value is not null && scopes != AdminScope.None) _keys.Add(new AdminKey(name, value, scopes, accounts));
    }

    private string? ReadName(YamlFields fields)
    {
        if (read.RequireText(fields, "name") is not { } name) return null;
        var node = fields.Find("name")!;
        if (name.Length is > 0 and <= 32 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')) return IsFree(name, node) ? name : null;
        read.Findings.Error(node, $"{node.Described} names an admin key, expected 1 to 32 of a-z, 0-9, - and _: audits and logs show it.");
        return null;
    }

    private bool IsFree(string name, YamlNode at)
    {
        if (_names.Add(name)) return true;
        read.Findings.Error(at, $"two keys of 'admin_keys' have the name '{name}': give each its own; one without a map is called admin, the next admin2.");
        return false;
    }

    private string? ReadValue(YamlNode node)
    {
        if (read.Secret(node, "'admin_keys'") is not { } key) return null;
        if (key.Length < MinLength)
        {
            read.Findings.Error(node, $"a key of 'admin_keys' has {key.Length} characters, expected at least {MinLength} (openssl rand -hex 24 makes one).");
            return null;
        }
        if (_keys.FirstOrDefault(other => other.Value == key) is { } same)
        {
            read.Findings.Error(node, $"this key of 'admin_keys' is that of '{same.Name}' too: make another (openssl rand -hex 24), or who used it cannot be told.");
            return null;
        }
        return key;
    }

    private AdminScope ReadScopes(YamlFields fields)
    {
        if (fields.Require("scopes") is not { } node) return AdminScope.None;
        var scopes = AdminScope.None;
        var items = node is YamlList list ? list.Items : [node];
        if (items.IsEmpty) read.Findings.Error(node, $"'scopes' is empty, expected some of: {string.Join(", ", AdminScopes.All)}.");
        foreach (var item in items)
            if (YamlRead.Word(item, read.Findings, "'scopes'", AdminScopes.All) is { } word) scopes |= AdminScopes.Of(word);
        return scopes;
    }
}
