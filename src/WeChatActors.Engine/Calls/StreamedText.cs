using System.Text;

namespace WeChatActors.Engine;

/// <summary>A text that grows while a model speaks. One writer, any number of readers.</summary>
public sealed class StreamedText
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();

    // Made when a reader asks for it: most texts grow unseen.
    private TaskCompletionSource? _changed;
    private bool _ended;

    /// <summary>How many characters there are, in UTF-16 units.</summary>
    public int Length
    {
        get { lock (_gate) return _text.Length; }
    }

    /// <summary>Adds to it.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            _text.Append(text);
            (changed, _changed) = (_changed, null);
        }
        changed?.SetResult();
    }

    /// <summary>Says that nothing more comes.</summary>
    public void End()
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            _ended = true;
            (changed, _changed) = (_changed, null);
        }
        changed?.SetResult();
    }

    /// <summary>What came after a number of characters, whether it has ended, and what completes when there is more.</summary>
    /// <param name="from">So many characters are known, in UTF-16 units; what is outside of the text counts as its nearer end.</param>
    public (string Text, bool Ended, Task Changed) Read(int from)
    {
        lock (_gate)
        {
            from = Math.Clamp(from, 0, _text.Length);
            var changed = _ended ? Task.CompletedTask : (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return (_text.ToString(from, _text.Length - from), _ended, changed);
        }
    }

    /// <summary>The text so far.</summary>
    public override string ToString()
    {
        lock (_gate) return _text.ToString();
    }
}
