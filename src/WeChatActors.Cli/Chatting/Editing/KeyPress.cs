namespace WeChatActors.Cli;

/// <summary>What a key does to the line.</summary>
internal enum EditKey
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Writes <see cref="KeyPress.Character"/>.</summary>
    Character,

    Left,
    Right,
    Home,
    End,
    Backspace,
    Delete,

    /// <summary>Removes what is behind the cursor.</summary>
    KillToEnd,

    /// <summary>Removes what is before the cursor.</summary>
    KillToStart,

    /// <summary>Removes the word before the cursor.</summary>
    KillWord,

    /// <summary>An older line.</summary>
    Older,

    /// <summary>A newer line.</summary>
    Newer,

    Complete,
    Enter,

    /// <summary>Leaves.</summary>
    Interrupt,

    /// <summary>Leaves when the line is empty, otherwise as <see cref="Delete"/>.</summary>
    EndOfInput,
}

/// <summary>One key.</summary>
/// <param name="Key">What it does.</param>
/// <param name="Character">The UTF-16 unit it writes; an emoji comes as two presses.</param>
internal readonly record struct KeyPress(EditKey Key, char Character = '\0')
{
    /// <summary>Reads what the console reports.</summary>
    public static KeyPress Of(ConsoleKeyInfo key)
    {
        if ((key.Modifiers & ConsoleModifiers.Control) != 0) return new(OfControl(key.Key));
        return key.Key switch
        {
            ConsoleKey.LeftArrow => new(EditKey.Left),
            ConsoleKey.RightArrow => new(EditKey.Right),
            ConsoleKey.Home => new(EditKey.Home),
            ConsoleKey.End => new(EditKey.End),
            ConsoleKey.Backspace => new(EditKey.Backspace),
            ConsoleKey.Delete => new(EditKey.Delete),
            ConsoleKey.UpArrow => new(EditKey.Older),
            ConsoleKey.DownArrow => new(EditKey.Newer),
            ConsoleKey.Tab => new(EditKey.Complete),
            ConsoleKey.Enter => new(EditKey.Enter),
            _ when key.KeyChar is '\n' or '\r' => new(EditKey.Enter),
            _ when char.IsControl(key.KeyChar) || (key.Modifiers & ConsoleModifiers.Alt) != 0 => default,
            _ => new(EditKey.Character, key.KeyChar),
        };
    }

    private static EditKey OfControl(ConsoleKey key) => key switch
    {
        ConsoleKey.A => EditKey.Home,
        ConsoleKey.E => EditKey.End,
        ConsoleKey.B => EditKey.Left,
        ConsoleKey.F => EditKey.Right,
        ConsoleKey.P => EditKey.Older,
        ConsoleKey.N => EditKey.Newer,
        ConsoleKey.H => EditKey.Backspace,
        ConsoleKey.K => EditKey.KillToEnd,
        ConsoleKey.U => EditKey.KillToStart,
        ConsoleKey.W => EditKey.KillWord,
        ConsoleKey.J or ConsoleKey.M or ConsoleKey.Enter => EditKey.Enter,
        ConsoleKey.C => EditKey.Interrupt,
        ConsoleKey.D => EditKey.EndOfInput,
        _ => EditKey.None,
    };
}
