using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>Makes a passive reply. Immutable.</summary>
internal abstract class ReplySource
{
    /// <summary>Stands for a reply that says nothing and yet takes the carrier.</summary>
    public static readonly PassiveReply Silence = new TextReply("");

    /// <summary>The reply for a packet; null when it came out empty.</summary>
    public abstract PassiveReply? Make(Deciding deciding);

    /// <summary>Every reply that it may make, with something else in the place of each expression; null for one that says nothing.</summary>
    /// <param name="hole">Gives what stands there, from the expression as it is written.</param>
    public abstract IEnumerable<PassiveReply?> Variants(Func<string, string> hole);

    /// <summary>A reply that is the same for everybody, made once at load.</summary>
    internal sealed class Fixed(PassiveReply? reply) : ReplySource
    {
        public PassiveReply? Reply => reply;

        public override PassiveReply? Make(Deciding deciding) => reply;

        public override IEnumerable<PassiveReply?> Variants(Func<string, string> hole) => [reply];
    }

    /// <summary>A reply filled from templates.</summary>
    internal sealed class Filled(string kind, Template?[] parts, Func<string?[], PassiveReply?> make) : ReplySource
    {
        public override PassiveReply? Make(Deciding deciding)
        {
            var reply = make(Render(parts, deciding.Evaluation));
            if (reply is null) deciding.Note($"its reply of kind '{kind}' was empty, so nothing is sent.");
            return reply;
        }

        public override IEnumerable<PassiveReply?> Variants(Func<string, string> hole) => [make(Array.ConvertAll(parts, part => part?.With(hole)))];
    }

    /// <summary>A reply with a local file in it: its media id on a carrier, its path in a pushed message, which is uploaded before it is sent.</summary>
    /// <param name="kind">Its key in the file.</param>
    /// <param name="parts">The templates, null for what is left out.</param>
    /// <param name="fileAt">Which of them is the path.</param>
    /// <param name="make">Builds the reply.</param>
    internal sealed class WithFile(string kind, Template?[] parts, int fileAt, Func<string?[], PassiveReply?> make) : ReplySource
    {
        public override PassiveReply? Make(Deciding deciding)
        {
            var texts = Render(parts, deciding.Evaluation);
            var path = texts[fileAt]!;
            var missing = true;
            if (deciding.HasCarrier && deciding.Media?.TryGetValue(path, out var id) is true) (texts[fileAt], missing) = (id, false);

            var reply = make(texts);
            if (reply is null) deciding.Note($"its reply of kind '{kind}' was empty, so nothing is sent.");
            else if (missing) deciding.MissingFile = path;
            return reply;
        }

        // The media id of the file is another one whenever it was uploaded again.
        public override IEnumerable<PassiveReply?> Variants(Func<string, string> hole)
        {
            var texts = Array.ConvertAll(parts, part => part?.With(hole));
            texts[fileAt] = ReplyVariants.Free.ToString();
            return [make(texts)];
        }
    }

    /// <summary>One of several, by chance.</summary>
    internal sealed class OneOf(ReplySource[] choices, ulong site) : ReplySource
    {
        public override PassiveReply? Make(Deciding deciding) =>
            choices[Chance.Pick(deciding.Evaluation.Seed, site, choices.Length)].Make(deciding);

        public override IEnumerable<PassiveReply?> Variants(Func<string, string> hole) => choices.SelectMany(choice => choice.Variants(hole));
    }

    /// <summary>A reply of one kind from its templates: fixed when they all are.</summary>
    /// <param name="kind">Its key in the file.</param>
    /// <param name="parts">The templates, null for what is left out.</param>
    /// <param name="make">Builds the reply from the texts; null when what it needs is empty.</param>
    /// <param name="fileAt">Which of the templates is the path of a local file; null for none.</param>
    public static ReplySource From(string kind, Template?[] parts, Func<string?[], PassiveReply?> make, int? fileAt = null) =>
        fileAt is { } at ? new WithFile(kind, parts, at, make)
        : Array.TrueForAll(parts, part => part is null or { Constant: not null })
            ? new Fixed(make(Array.ConvertAll(parts, part => part?.Constant)))
            : new Filled(kind, parts, make);

    /// <summary>News from four texts for each article: title, description, picture, url.</summary>
    public static NewsReply? News(string?[] parts)
    {
        var articles = ImmutableArray.CreateBuilder<Article>(parts.Length / 4);
        for (var i = 0; i < parts.Length; i += 4)
        {
            if (string.IsNullOrEmpty(parts[i])) return null;
            articles.Add(new(parts[i]!, parts[i + 1] ?? "", parts[i + 2] ?? "", parts[i + 3] ?? ""));
        }

        return new(articles.DrainToImmutable());
    }

    private static string?[] Render(Template?[] parts, Evaluation evaluation)
    {
        var texts = new string?[parts.Length];
        for (var i = 0; i < parts.Length; i++) texts[i] = parts[i]?.Render(evaluation);
        return texts;
    }
}
