namespace WeChatActors.Simulator;

/// <summary>A tag (标签).</summary>
internal sealed record Tag(int Id, string Name);

/// <summary>The tags of an account. Guarded by its gate; which follower carries which stands with the follower.</summary>
internal sealed class TagShelf
{
    /// <summary>Tags that an account may make, at most.</summary>
    public const int Capacity = 100;

    /// <summary>Tags that one follower may carry, at most.</summary>
    public const int MostPerFollower = 20;

    /// <summary>The first id of a tag that the account makes; those below 3 are the platform's.</summary>
    public const int FirstId = 100;

    private readonly SortedDictionary<int, Tag> _tags = new() { [2] = new Tag(2, "星标组") };
    private int _lastId = FirstId - 1;

    /// <summary>All, by id.</summary>
    public IReadOnlyCollection<Tag> All => _tags.Values;

    /// <summary>How many the account made.</summary>
    public int Made => _tags.Keys.Count(id => id >= FirstId);

    /// <summary>Whether a tag is the platform's own and cannot be changed.</summary>
    public static bool IsFixed(long id) => id is >= 0 and <= 2;

    /// <summary>The tag of that id; null for none.</summary>
    public Tag? Find(long id) => id is >= 0 and <= int.MaxValue ? _tags.GetValueOrDefault((int)id) : null;

    /// <summary>The tag of that name; null for none.</summary>
    public Tag? Find(string name) => _tags.Values.FirstOrDefault(tag => tag.Name == name);

    /// <summary>Makes a tag.</summary>
    public Tag Make(string name)
    {
        var tag = new Tag(++_lastId, name);
        _tags.Add(tag.Id, tag);
        return tag;
    }

    /// <summary>Gives a tag another name.</summary>
    public void Rename(Tag tag, string name) => _tags[tag.Id] = tag with { Name = name };

    /// <summary>Drops a tag.</summary>
    public void Drop(Tag tag) => _tags.Remove(tag.Id);
}
