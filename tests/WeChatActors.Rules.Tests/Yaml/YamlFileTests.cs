namespace WeChatActors.Rules.Tests.Yaml;

public class YamlFileTests
{
    private static (YamlFile File, string[] Findings) Parse(string text)
    {
        var findings = new Findings();
        var file = YamlFile.Parse(text, "f.yaml", findings);
        return (file, [.. findings.ToImmutable().Select(finding => finding.ToString())]);
    }

    [Fact]
    public void Keeps_what_YAML_1_1_would_change()
    {
        var map = Assert.IsType<YamlMap>(Parse("on: yes\ntime: 12:30\nday: 2026-02-01\nzip: 0123\nn: 42\nf: 1.5\nt: true\nz: ~\nq: '42'").File.Root);
        Assert.Equal(["on", "time", "day", "zip", "n", "f", "t", "z", "q"], map.Entries.Select(entry => entry.Key.Value));
        Assert.Equal(
            ["yes", "12:30", "2026-02-01", Value.Of(123), 42, 1.5m, true, Value.Null, "42"],
            map.Entries.Select(entry => YamlRead.Value(entry.Value)).ToArray());
    }

    [Fact]
    public void Knows_the_place_of_every_node()
    {
        var map = Assert.IsType<YamlMap>(Parse("# comment\na:\n  - b\n  - {c: 'd'}\r\ne: f").File.Root);
        var list = Assert.IsType<YamlList>(map.Find("a")!.Value);
        Assert.Equal(new Place("f.yaml", 3, 5), list.Items[0].Place);
        Assert.Equal(new Place("f.yaml", 4, 9), Assert.IsType<YamlMap>(list.Items[1]).Entries[0].Value.Place);
        Assert.Equal(new Place("f.yaml", 5, 1), map.Find("e")!.Key.Place);
        Assert.Null(map.Find("x"));
    }

    [Theory]
    [InlineData("a: abc{{", 1, 7)]
    [InlineData("a: 'it''s {{'", 1, 11)]
    [InlineData("a: \"\\u4f60\\n\\\"{{\"", 1, 15)]
    [InlineData("a: \"\\U0001F600{{\"", 1, 15)]
    [InlineData("a: \"x\\\n   {{\"", 2, 4)]
    [InlineData("a: |\n  one\n\n   {{", 4, 4)]
    [InlineData("a: |2\n   {{", 2, 4)]
    [InlineData("a: |-\r\n  one\r\n  {{\r\n", 3, 3)]
    [InlineData("a: >\n  one\n  two\n\n  {{", 5, 3)]
    [InlineData("a: one\n  two\n\n  {{", 4, 3)]
    public void Knows_the_place_of_every_character(string text, int line, int column)
    {
        var scalar = Assert.IsType<YamlScalar>(Assert.IsType<YamlMap>(Parse(text).File.Root).Find("a")!.Value);
        Assert.Equal(new Place("f.yaml", line, column), scalar.PlaceOf(scalar.Value.IndexOf("{{", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "f.yaml:1:1: the file is empty, expected a map.")]
    [InlineData("# only a comment", "f.yaml:1:1: the file is empty, expected a map.")]
    [InlineData("a: 1\nb: 2\na: 3", "f.yaml:3:1: the key 'a' stands here again, it is already on line 1.")]
    [InlineData("a: &x 1", "f.yaml:1:4: '&x' is an anchor, which is not supported: repeat the value, or quote a text that begins with &.")]
    [InlineData("a: *x", "f.yaml:1:4: '*x' is an alias, which is not supported: repeat the value, or quote a text that begins with *.")]
    [InlineData("a: !!str 1", "f.yaml:1:4: 'tag:yaml.org,2002:str' is a tag, which is not supported: leave it out, or quote a text that begins with !.")]
    [InlineData("a: 1\n---\nb: 2", "f.yaml:2:1: a second document begins here, expected one document in a file.")]
    [InlineData("a: {{ x }}", "f.yaml:1:5: a map stands where a key was expected; a text with {{ }} needs quotes.")]
    [InlineData("a: \0b", "f.yaml:1:4: this character is not allowed in YAML; save the file as UTF-8 without control characters.")]
    public void Reports_what_it_refuses(string text, string finding) => Assert.Equal(finding, Assert.Single(Parse(text).Findings));

    [Theory]
    [InlineData("a: [微笑]你好", 1, 8, "text stands behind the closing bracket; a text that begins with [ or { needs quotes")]
    [InlineData("a:\n\t- b", 2, 1, "a tab stands in the indentation, expected blanks, two for each level")]
    [InlineData("a:\n  - b: c\n\td: e", 3, 1, "a tab stands in the indentation, expected blanks, two for each level")]
    [InlineData("a: b: c", 1, 5, "the text holds ': ' and needs quotes")]
    [InlineData("a: 'x", 1, 4, "the quote that begins here is never closed, expected the same quote at the end of the text")]
    [InlineData("a: 'it's'", 1, 8, "text stands behind the closing quote; inside single quotes '' is an apostrophe, inside double quotes \\\" is a quote")]
    [InlineData("a: %x", 1, 4, "a text that begins with '%' needs quotes")]
    [InlineData("a: @x", 1, 4, "a text that begins with '@' needs quotes")]
    [InlineData("a: `x`", 1, 4, "a text that begins with '`' needs quotes")]
    [InlineData("a: > 5", 1, 4, "a text that begins with '>' needs quotes")]
    [InlineData("a: | b", 1, 4, "a text that begins with '|' needs quotes")]
    [InlineData("a: - b", 1, 4, "a text that begins with '-' needs quotes")]
    [InlineData("a: ]b", 1, 4, "a text that begins with ']' needs quotes")]
    [InlineData("a: !重要", 1, 4, "a text that begins with '!' needs quotes")]
    [InlineData("a: \"\\d+\"", 1, 5, "'\\d' means nothing in double quotes; put the text in single quotes, which leave \\ alone")]
    [InlineData("a: \"\\n\n  \\d\"", 2, 3, "'\\d' means nothing in double quotes; put the text in single quotes, which leave \\ alone")]
    [InlineData("a：1\nb: 2", 1, 2, "'：' is a full-width colon, expected ': ', a colon and a blank")]
    [InlineData("a:\n  - b：c\n    d: e", 2, 6, "'：' is a full-width colon, expected ': ', a colon and a blank")]
    [InlineData("a:b\nc: d", 1, 2, "a blank is missing behind ':', expected one between a key and its value")]
    [InlineData("a:\n  -b: c\n  - d", 2, 3, "a blank is missing behind '-', expected one before an item of a list")]
    [InlineData("a: {b: c， d: e}", 1, 9, "'，' is a full-width comma, expected ', '")]
    [InlineData("a: {b: c d: e}", 1, 11, "a ',' or the closing bracket is missing before this")]
    [InlineData("a: {b: c,, d: e}", 1, 10, "a second ',' stands where a key or a value was expected")]
    [InlineData("a:\n  - {b: c\n  - {d: e}", 2, 5, "this '{' is not closed, expected '}' at the end of the map")]
    [InlineData("a:\n  - b: c\n   d: e", 3, 4, "this line stands in line with none of those above it; keys of one map begin in the same column, and what belongs to a key two further right")]
    [InlineData("a:\n  - b: c\n     d: e", 3, 7, "a key stands where the text of the line before goes on; keys of one map begin in the same column")]
    public void Says_in_plain_words_what_is_wrong_with_the_syntax(string text, int line, int column, string advice)
    {
        var (file, findings) = Parse(text);
        Assert.Null(file.Root);
        Assert.Equal($"f.yaml:{line}:{column}: this is not YAML: {advice}.", Assert.Single(findings));
    }

    [Fact]
    public void A_mark_at_the_start_of_the_file_is_passed_over() => Assert.IsType<YamlMap>(Parse("\uFEFFa: 1").File.Root);

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.Equal("f.yaml:1:4: this character is not allowed in YAML; save the file as UTF-8 without control characters.", Assert.Single(Parse("a: \ud800").Findings));

    [Fact]
    public void A_bomb_of_aliases_stays_small()
    {
        var bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n";
        Assert.Equal(7, Parse(bomb).Findings.Length);
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_unread() =>
        Assert.Equal("f.yaml:1:1: the file has 4194305 characters, at most 4194304 are read.", Assert.Single(Parse(new string('x', YamlFile.MaxLength + 1)).Findings));

    [Fact]
    public void Files_on_disk_are_read_as_UTF_8_or_reported()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "c.yaml");
            var findings = new Findings();
            Assert.Null(YamlFile.Load(path, "conf/c.yaml", findings));
            File.WriteAllBytes(path, [0x61, 0x3a, 0xff]);
            Assert.Null(YamlFile.Load(path, "conf/c.yaml", findings));
            Assert.Null(YamlFile.Load(folder.FullName + "\0", "nul", findings));
            Assert.Equal(
                ["conf/c.yaml:1:1: there is no such file.", "conf/c.yaml:1:1: the file is not UTF-8; save it as UTF-8."],
                findings.ToImmutable().Take(2).Select(finding => finding.ToString()));
            Assert.Equal(3, findings.ToImmutable().Length);
            File.WriteAllText(path, "a: 你好");
            Assert.IsType<YamlMap>(YamlFile.Load(path, "conf/c.yaml", findings)!.Root);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Findings_stand_in_order_and_are_bounded()
    {
        var findings = new Findings();
        for (var i = 0; i < 1500; i++) findings.Warning(new Place("f", 2000 - i, 1), "yaml11", "w");
        Assert.False(findings.HasErrors);
        findings.Error(new Place("f", 1, 1), "e");
        Assert.True(findings.HasErrors);
        var all = findings.ToImmutable();
        Assert.Equal(1001, all.Length);
        Assert.Equal("501 more findings are not shown.", all[^1].Message);
        Assert.True(all[0].Line < all[1].Line);
    }
}
