using System.Globalization;
using System.Text;

namespace WeChatActors.Replay;

/// <summary>The frame of a picture with two axes, in the coordinates of its own view.</summary>
/// <param name="width">Of the whole picture.</param>
/// <param name="height">Of the whole picture.</param>
/// <param name="x">To the right.</param>
/// <param name="y">Upwards.</param>
internal sealed class Plot(int width, int height, Axis x, Axis y)
{
    private const int Left = 58, Right = 14, Top = 12, Bottom = 28;

    /// <summary>How a picture is drawn for wide windows and paper.</summary>
    public const int Wide = 960;

    /// <summary>How it is drawn for phones.</summary>
    public const int Narrow = 350;

    private const double Begin = Left;

    private double End => width - Right;

    /// <summary>The lowest one.</summary>
    public double Floor => height - Bottom;

    /// <summary>Where a value lies to the right.</summary>
    public double X(double value) => Left + Math.Clamp(x.Place(value), 0, 1) * (width - Left - Right);

    /// <summary>Where a value lies upwards.</summary>
    public double Y(double value) => Floor - Math.Clamp(y.Place(value), 0, 1) * (height - Top - Bottom);

    /// <summary>The picture.</summary>
    /// <param name="id">What its ids begin with.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What is to be seen on it, for who cannot see it.</param>
    /// <param name="content">What is drawn within the frame.</param>
    public Markup Draw(string id, string title, string description, params IEnumerable<Markup> content) => Markup.Of(
        $"""
        <svg class="{(width == Narrow ? "narrow" : "wide")}" viewBox="0 0 {(double)width} {(double)height}" role="img" aria-labelledby="{id}-title {id}-text"><title id="{id}-title">{title}</title><desc id="{id}-text">{description}</desc>
        <g class="grid">{y.Ticks.Select(tick => Horizontal(tick.At))}</g>
        <g class="marks">{y.Ticks.Select(OfY)}{XMarks()}</g>
        {content}
        <path class="floor" d="M{Begin} {Floor}H{End}"/></svg>

        """);

    /// <summary>A line through points; a gap where there is none.</summary>
    public static Markup Line(string name, IEnumerable<(double X, double Y)?> points) => Markup.Of($"""<path class="line {name}" d="{new Markup(Path(points))}"/>""");

    /// <summary>The area between two lines with the same gaps.</summary>
    public static Markup Band(string name, IReadOnlyList<(double X, double Low, double High)?> points)
    {
        var area = new StringBuilder();
        for (var i = 0; i < points.Count; i++)
        {
            var begin = i;
            while (i < points.Count && points[i] is not null) i++;
            if (i - begin < 2) continue;
            var part = points.Skip(begin).Take(i - begin).Select(point => point!.Value).ToList();
            area.Append(Path(part.Select(point => ((double, double)?)(point.X, point.High)))).Append('L')
                .Append(Path(part.AsEnumerable().Reverse().Select(point => ((double, double)?)(point.X, point.Low)))[1..]).Append('Z');
        }
        return Markup.Of($"""<path class="band {name}" d="{new Markup(area.ToString())}"/>""");
    }

    /// <summary>A bar that stands on the floor.</summary>
    public Markup Bar(string name, double from, double to, double value)
    {
        var (left, right, top) = (X(from), X(to), Y(value));
        var gap = right - left > 4 ? 1 : 0;
        return Markup.Of($"""<rect class="bar {name}" x="{left}" y="{top}" width="{Math.Max(0.5, right - left - gap)}" height="{Math.Max(0, Floor - top)}"/>""");
    }

    /// <summary>A line across with a word, when its value lies within the picture.</summary>
    public Markup Limit(double value, string word) => value > y.Most ? Markup.None : Markup.Of(
        $"""<g class="limit"><path d="M{Begin} {Y(value)}H{End}"/><text x="{End}" y="{Y(value) - 4}" text-anchor="end">{word}</text></g>""");

    /// <summary>An unseen strip over the whole height that says something when it is pointed at.</summary>
    public Markup Hint(double from, double to, string text) => Markup.Of(
        $"""<rect class="hint" x="{X(from)}" y="{(double)Top}" width="{Math.Max(0.5, X(to) - X(from))}" height="{Floor - Top}"><title>{text}</title></rect>""");

    private Markup Horizontal(double at)
    {
        var level = Floor - at * (height - Top - Bottom);
        return Markup.Of($"""<path d="M{Begin} {level}H{End}"/>""");
    }

    private Markup OfY(Tick tick) => Markup.Of($"""<text x="{(double)Left - 8}" y="{Floor - tick.At * (height - Top - Bottom) + 4}" text-anchor="end">{tick.Label}</text>""");

    // A label is left out where it would touch the one before.
    private IEnumerable<Markup> XMarks()
    {
        var free = double.MinValue;
        foreach (var tick in x.Ticks)
        {
            var (at, half) = (Left + tick.At * (width - Left - Right), tick.Label.Length * 3.6);
            var begins = tick.At > 0.999 || at + half > width ? at - 2 * half : at - half;
            if (begins < free) continue;
            free = begins + 2 * half + 8;
            yield return Markup.Of($"""<text x="{at}" y="{Floor + 18}" text-anchor="{(begins < at - half ? "end" : "middle")}">{tick.Label}</text>""");
        }
    }

    private static string Path(IEnumerable<(double X, double Y)?> points)
    {
        var (path, drawing) = (new StringBuilder(), false);
        foreach (var point in points)
        {
            if (point is { } at) path.Append(CultureInfo.InvariantCulture, $"{(drawing ? 'L' : 'M')}{at.X:0.#} {at.Y:0.#}{(drawing ? "" : "h0")}");
            drawing = point is not null;
        }
        return path.ToString();
    }
}
