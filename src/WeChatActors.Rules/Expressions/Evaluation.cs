using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>What expressions see during one decision, and how much they may still do. Reused by its thread.</summary>
internal sealed class Evaluation
{
    /// <summary>Steps one expression or template may take: one for each node, and one for each 64 characters it makes.</summary>
    public const int MaxSteps = 10_000;

    /// <summary>The longest text an expression may make, in characters; what is longer is cut.</summary>
    public const int MaxText = 64 * 1024;

    /// <summary>Steps that all expressions of one decision may take together.</summary>
    public const int MaxStepsOfAll = 2_000_000;

    /// <summary>Characters that all expressions of one decision may make together.</summary>
    public const int MaxTextOfAll = 16 * 1024 * 1024;

    // What this expression may still do and was granted, and what the others may after it.
    private int _steps, _granted, _stepsOfAll, _textOfAll;
    private DateTimeOffset? _local;

    public Packet? Packet { get; private set; }

    public UserView User { get; private set; } = NoUser;

    public AccountView Account { get; private set; } = NoAccount;

    /// <summary>The follower's variables, with what this decision has set.</summary>
    public ImmutableDictionary<string, Value> Variables { get; set; } = ImmutableDictionary<string, Value>.Empty;

    public ulong Seed { get; private set; }

    /// <summary>The time, UTC: of the input, or of the last result that the rules went on with.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>How many messages may still be pushed: what the window had, less what was decided since.</summary>
    public int Left { get; set; }

    /// <summary>When the window closes, UTC; null when none is open.</summary>
    public DateTimeOffset? ClosesAt { get; private set; }

    /// <summary>The follower's tags, with what this decision has given and taken.</summary>
    public ImmutableSortedSet<string> Tags { get; set; } = UserView.NoTags;

    /// <summary>The results that the actions of the rule in hand have named.</summary>
    public ImmutableDictionary<string, Value> Into { get; set; } = ImmutableDictionary<string, Value>.Empty;

    /// <summary>What the conditions of the rule in hand found, read as <c>m</c>.</summary>
    public RuleMatches Matches { get; } = new();

    /// <summary>Whether a text was cut or an expression ran out of steps since this was last reset.</summary>
    public bool HitLimit { get; set; }

    private static readonly UserView NoUser = new(ImmutableDictionary<string, Value>.Empty, 0, null, false);
    private static readonly AccountView NoAccount = new("", "", TimeZoneInfo.Utc);

    /// <summary>The time in the account's zone.</summary>
    public DateTimeOffset LocalNow => _local ??= InZone(Now);

    public void Begin(in RuleInput input)
    {
        Packet = input.Packet;
        User = input.User;
        Account = input.Account;
        Variables = input.User.Variables;
        Seed = input.Seed;
        Tags = input.User.Tags;
        GoOn(input.Now, input.Window);
        HitLimit = false;
        BeginAll();
    }

    /// <summary>Grants what a whole decision may do.</summary>
    public void BeginAll()
    {
        (_steps, _granted, _stepsOfAll, _textOfAll) = (0, 0, MaxStepsOfAll, MaxTextOfAll);
        Refill();
    }

    /// <summary>Takes another packet for what expressions see as <c>msg</c>.</summary>
    public void Reread(Packet packet) => Packet = packet;

    /// <summary>Takes another time and window for those that expressions see from now on.</summary>
    public void GoOn(DateTimeOffset now, WindowView window)
    {
        (Now, Left, ClosesAt, _local) = (now, window.Left, window.ClosesAt, null);
    }

    /// <summary>Forgets the packet, so that an idle thread does not hold it.</summary>
    public void End()
    {
        Packet = null;
        User = NoUser;
        Account = NoAccount;
        Variables = Into = ImmutableDictionary<string, Value>.Empty;
        Tags = UserView.NoTags;
        Matches.Clear();
    }

    /// <summary>Grants the steps of one expression or template.</summary>
    public void Refill()
    {
        _stepsOfAll -= _granted - _steps;
        _steps = _granted = Math.Min(MaxSteps, _stepsOfAll);
    }

    /// <summary>Takes steps; false when none are left.</summary>
    public bool Spend(int steps)
    {
        if (_steps >= steps)
        {
            _steps -= steps;
            return true;
        }

        HitLimit = true;
        return false;
    }

    /// <summary>A text an expression made, paid for and cut to the limit; null when the steps are used up.</summary>
    public Value Made(string text)
    {
        if (!Spend(Math.Min(text.Length, MaxText) / 64)) return Value.Null;
        _textOfAll -= Math.Min(text.Length, MaxText);
        if (_textOfAll < 0)
        {
            HitLimit = true;
            return Value.Null;
        }

        if (text.Length <= MaxText) return Value.Of(text);
        HitLimit = true;
        return Value.Of(text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)]);
    }

    /// <summary>A value as text; empty, and a limit hit, when it would be longer than a text may be.</summary>
    public string TextOf(Value value) => Fits(value) ? value.ToText() : "";

    /// <summary>Whether a list or map is short enough to be written out; pays for it.</summary>
    public bool Fits(Value value)
    {
        if (value.Kind is not (ValueKind.List or ValueKind.Map)) return true;
        var size = value.Size;
        if (size <= MaxText && Spend((int)size / 64)) return true;
        HitLimit = true;
        return false;
    }

    /// <summary>A moment as a clock of the account shows it.</summary>
    public DateTimeOffset InZone(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Account.TimeZone);
}
