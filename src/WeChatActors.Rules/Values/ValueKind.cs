namespace WeChatActors.Rules;

/// <summary>The kinds of <see cref="Value"/>.</summary>
public enum ValueKind
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A decimal number of up to 28 digits.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Values in order.</summary>
    List,

    /// <summary>Values under names.</summary>
    Map,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>An instant.</summary>
    Moment,

    /// <summary>A span of time.</summary>
    Duration,
}
