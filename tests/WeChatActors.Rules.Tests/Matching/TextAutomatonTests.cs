namespace WeChatActors.Rules.Tests.Matching;

public class TextAutomatonTests
{
    [Fact]
    public void Finds_what_looking_for_each_pattern_finds()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            string[] patterns = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => Word(random, 1, 5)).Distinct().Order(StringComparer.Ordinal)];
            var automaton = new TextAutomaton(patterns);
            var text = Word(random, 0, 30);
            Assert.Equal(patterns.Where(p => text.Contains(p, StringComparison.Ordinal)), Found(patterns, hits => automaton.FindInside(text, hits)));
            Assert.Equal(patterns.Where(p => text.StartsWith(p, StringComparison.Ordinal)), Found(patterns, hits => automaton.FindAtStart(text, hits)));
        }
    }

    [Fact]
    public void Counts_a_pattern_once_however_often_the_text_repeats_it()
    {
        string[] patterns = [.. Enumerable.Range(1, 200).Select(n => new string('a', n))];
        var automaton = new TextAutomaton(patterns);
        Assert.Equal(patterns, Found(patterns, hits => automaton.FindInside(new string('a', 60_000), hits)));
    }

    private static string[] Found(string[] patterns, Action<HitSet> find)
    {
        var hits = new HitSet();
        hits.Reserve(patterns.Length);
        find(hits);
        string[] found = [.. hits.Members.ToArray().Order().Select(i => patterns[i])];
        hits.Clear();
        Assert.Equal(0, hits.Count);
        return found;
    }

    private static string Word(Random random, int least, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => "ab\u4f60\uffff"[random.Next(4)]));
}
