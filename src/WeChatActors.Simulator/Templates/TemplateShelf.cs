using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>The templates of an account, its industries, and what it sent lately. Guarded by the account's gate. A new account has two templates.</summary>
internal sealed class TemplateShelf
{
    /// <summary>Templates of one account, at most.</summary>
    public const int Capacity = 25;

    /// <summary>How long a client_msg_id is remembered.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly Chance _chance;
    private readonly Dictionary<(string OpenId, string ClientId), long> _sent = [];
    private readonly Queue<(DateTimeOffset At, (string OpenId, string ClientId) Key)> _order = new();
    private long _lastMessage = 3_000_000_000_000_000_000;

    public TemplateShelf(Chance chance)
    {
        _chance = chance;
        Take(TemplateLibrary.Find("TM00001")!);
        Take(TemplateLibrary.Find("43216")!);
    }

    /// <summary>Those in use, the oldest first; the id is the template_id.</summary>
    public ImmutableArray<Template> All { get; private set; } = [];

    /// <summary>Codes of the two industries.</summary>
    public (int Primary, int Secondary) Industries { get; private set; } = (1, 10);

    /// <summary>When the industries were last chosen; null for never.</summary>
    public DateTimeOffset? IndustriesChosenAt { get; private set; }

    /// <summary>The template of that template_id; null for none.</summary>
    public Template? Find(string id) => All.FirstOrDefault(template => template.Id == id);

    /// <summary>Takes a template of the library.</summary>
    /// <returns>It, under its own template_id.</returns>
    public Template Take(Template template)
    {
        var taken = template with { Id = _chance.Text("template", 43) };
        All = All.Add(taken);
        return taken;
    }

    /// <summary>Drops a template.</summary>
    public void Drop(Template template) => All = All.Remove(template);

    /// <summary>Chooses the industries; the templates of others go.</summary>
    public void Choose(int primary, int secondary, DateTimeOffset now)
    {
        Industries = (primary, secondary);
        IndustriesChosenAt = now;
        All = All.RemoveAll(template => template.Industry != 0 && template.Industry != primary && template.Industry != secondary);
    }

    /// <summary>The message that was sent under the same client_msg_id in the last ten minutes; null for none.</summary>
    public long? Earlier(string openId, string clientId, DateTimeOffset now)
    {
        while (_order.TryPeek(out var oldest) && oldest.At + Remembered <= now) _sent.Remove(_order.Dequeue().Key);
        return _sent.TryGetValue((openId, clientId), out var message) ? message : null;
    }

    /// <summary>The number of a new message, remembered under its client_msg_id if it has one.</summary>
    public long Next(string openId, string? clientId, DateTimeOffset now)
    {
        _lastMessage += 1 + _chance.Number("template message", 1_000_000);
        if (clientId is null) return _lastMessage;
        _sent[(openId, clientId)] = _lastMessage;
        _order.Enqueue((now, (openId, clientId)));
        return _lastMessage;
    }
}
