using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace WeChatActors.Rules;

/// <summary>A value of the rule language: what variables hold and expressions give. Immutable; 16 bytes plus what it points to.</summary>
/// <remarks>Numbers are <see cref="decimal"/>: sums of prices stay exact; whole numbers of 64 bits need no object.
/// Equality is structural: lists item by item, maps key by key, moments by the instant they name. <c>default</c> is null.</remarks>
public readonly partial struct Value : IEquatable<Value>
{
    // null: nothing. string, decimal (boxed), Value[], ValueMap: themselves. A Tag says how to read _bits.
    private readonly object? _object;
    private readonly long _bits;

    private Value(object? @object, long bits = 0) => (_object, _bits) = (@object, bits);

    private sealed record Tag(ValueKind Kind, int OffsetMinutes = 0);

    private static readonly Tag BoolTag = new(ValueKind.Bool), WholeTag = new(ValueKind.Number), DateTag = new(ValueKind.Date),
        TimeTag = new(ValueKind.Time), DurationTag = new(ValueKind.Duration);

    // Offsets go from -14:00 to +14:00; one shared tag per quarter of an hour keeps a moment free of objects.
    private static readonly Tag[] QuarterTags = MakeQuarterTags();

    private static Tag[] MakeQuarterTags()
    {
        var tags = new Tag[(2 * 14 * 4) + 1];
        for (var i = 0; i < tags.Length; i++) tags[i] = new(ValueKind.Moment, (i - (14 * 4)) * 15);
        return tags;
    }

    /// <summary>Nothing: a missing name, a failed operation.</summary>
    public static Value Null => default;

    /// <summary>A truth value.</summary>
    public static Value Of(bool value) => new(BoolTag, value ? 1 : 0);

    /// <summary>A whole number.</summary>
    public static Value Of(long value) => new(WholeTag, value);

    /// <summary>A number; 1.0 and 1 are the same.</summary>
    public static Value Of(decimal value) =>
        value is >= long.MinValue and <= long.MaxValue && decimal.IsInteger(value) ? Of((long)value) : new(value);

    /// <summary>A text; null gives <see cref="Null"/>.</summary>
    public static Value Of(string? value) => new(value);

    /// <summary>A day without a time zone.</summary>
    public static Value Of(DateOnly value) => new(DateTag, value.DayNumber);

    /// <summary>A time of day.</summary>
    public static Value Of(TimeOnly value) => new(TimeTag, value.Ticks);

    /// <summary>An instant, with the offset it is shown in.</summary>
    public static Value Of(DateTimeOffset value)
    {
        var minutes = (int)value.Offset.TotalMinutes;
        return new(minutes % 15 == 0 ? QuarterTags[(minutes / 15) + (14 * 4)] : new Tag(ValueKind.Moment, minutes), value.UtcTicks);
    }

    /// <summary>A span of time; may be negative.</summary>
    public static Value Of(TimeSpan value) => new(DurationTag, value.Ticks);

    /// <summary>A list of values in order.</summary>
    public static Value List(params ReadOnlySpan<Value> items) => new(items.ToArray());

    /// <summary>A map from names to values; a name given twice keeps its last value.</summary>
    public static Value Map(IEnumerable<KeyValuePair<string, Value>> entries) => new(ValueMap.From(entries));

    /// <inheritdoc cref="Of(string?)"/>
    public static implicit operator Value(string? value) => Of(value);

    /// <inheritdoc cref="Of(bool)"/>
    public static implicit operator Value(bool value) => Of(value);

    /// <inheritdoc cref="Of(long)"/>
    public static implicit operator Value(long value) => Of(value);

    /// <inheritdoc cref="Of(long)"/>
    public static implicit operator Value(int value) => Of((long)value);

    /// <inheritdoc cref="Of(decimal)"/>
    public static implicit operator Value(decimal value) => Of(value);

    /// <summary>What it is.</summary>
    public ValueKind Kind => _object switch
    {
        null => ValueKind.Null,
        string => ValueKind.Text,
        Tag tag => tag.Kind,
        decimal => ValueKind.Number,
        Value[] => ValueKind.List,
        _ => ValueKind.Map,
    };

    /// <summary>Whether it is nothing.</summary>
    public bool IsNull => _object is null;

    /// <summary>The text, or null for every other kind.</summary>
    public string? AsText => _object as string;

    /// <summary>The truth value, or null for every other kind.</summary>
    public bool? AsBool => ReferenceEquals(_object, BoolTag) ? _bits != 0 : null;

    /// <summary>The number, or null for every other kind.</summary>
    public decimal? AsNumber => ReferenceEquals(_object, WholeTag) ? _bits : _object is decimal number ? number : null;

    /// <summary>The day, or null for every other kind.</summary>
    public DateOnly? AsDate => ReferenceEquals(_object, DateTag) ? DateOnly.FromDayNumber((int)_bits) : null;

    /// <summary>The time of day, or null for every other kind.</summary>
    public TimeOnly? AsTime => ReferenceEquals(_object, TimeTag) ? new TimeOnly(_bits) : null;

    /// <summary>The instant, or null for every other kind.</summary>
    public DateTimeOffset? AsMoment =>
        _object is Tag { Kind: ValueKind.Moment } tag ? ShownAt(_bits, tag.OffsetMinutes) : null;

    // An instant at the edge of the calendar may not have a local time at its offset; it is shown in UTC then.
    private static DateTimeOffset ShownAt(long utcTicks, int minutes)
    {
        var local = utcTicks + (minutes * TimeSpan.TicksPerMinute);
        return local < DateTime.MinValue.Ticks || local > DateTime.MaxValue.Ticks
            ? new DateTimeOffset(utcTicks, TimeSpan.Zero)
            : new DateTimeOffset(local, TimeSpan.FromMinutes(minutes));
    }

    /// <summary>The span of time, or null for every other kind.</summary>
    public TimeSpan? AsDuration => ReferenceEquals(_object, DurationTag) ? new TimeSpan(_bits) : null;

    /// <summary>The items of a list; empty for every other kind.</summary>
    public ReadOnlySpan<Value> Items => _object as Value[];

    /// <summary>The names of a map in ordinal order; empty for every other kind.</summary>
    public ReadOnlySpan<string> Names => _object is ValueMap map ? map.Names : default;

    /// <summary>The value under a name of a map; null when there is none or this is no map.</summary>
    public Value this[string name] => _object is ValueMap map ? map.Find(name) : default;

    /// <summary>The item of a list, counted from 0, from the end when negative; null outside or when this is no list.</summary>
    public Value this[int index]
    {
        get
        {
            var items = Items;
            if (index < 0) index += items.Length;
            return (uint)index < (uint)items.Length ? items[index] : default;
        }
    }

    /// <summary>What a condition makes of it: false for null, false, 0, and an empty text, list or map; true for all else.</summary>
    public bool IsTrue => _object switch
    {
        null => false,
        string text => text.Length > 0,
        Tag { Kind: ValueKind.Bool or ValueKind.Number } => _bits != 0,
        Value[] items => items.Length > 0,
        ValueMap map => map.Names.Length > 0,
        _ => true,
    };

    /// <inheritdoc/>
    public bool Equals(Value other) => (_object, other._object) switch
    {
        (null, null) => true,
        (string a, string b) => a == b,
        (decimal a, decimal b) => a == b,
        (Tag a, Tag b) => a.Kind == b.Kind && _bits == other._bits,
        (Value[] a, Value[] b) => a.AsSpan().SequenceEqual(b),
        (ValueMap a, ValueMap b) => a.Equals(b),
        _ => false,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        switch (_object)
        {
            case null: return 0;
            case Tag tag: return HashCode.Combine(tag.Kind, _bits);
            case Value[] items:
                var hash = new HashCode();
                foreach (var item in items) hash.Add(item);
                return hash.ToHashCode();
            default: return _object.GetHashCode();
        }
    }

    /// <summary>Whether two values are equal.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);
}
