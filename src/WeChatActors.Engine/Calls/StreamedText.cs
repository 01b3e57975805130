using System.Text;

namespace WeChatActors.Engine;

/// <summary>A text that grows while a model speaks. One writer, any number of readers.</summary>
public sealed class StreamedText
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    /// <summary>Adds to it.</summary>
    public void Append(string text)
    {
        lock (_gate) _text.Append(text);
        Signal();
    }

    /// <summary>Says that nothing more comes.</summary>
    public void End()
    {
        lock (_gate) _ended = true;
        Signal();
    }

    /// <summary>What came after a number of characters, whether it has ended, and what completes when there is more.</summary>
    public (string Text, bool Ended, Task Changed) Read(int from)
    {
        lock (_gate) return (_text.ToString(from, _text.Length - from), _ended, _changed.Task);
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_gate) (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        changed.SetResult();
    }
}
