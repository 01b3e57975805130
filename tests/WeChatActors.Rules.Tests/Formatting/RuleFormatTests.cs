namespace WeChatActors.Rules.Tests.Formatting;

public class RuleFormatTests
{
    internal static string Format(string text)
    {
        var findings = new Findings();
        return RuleFormat.Format(text, "f.yaml", findings) ?? throw new InvalidOperationException(string.Join("\n", findings.ToImmutable()));
    }

    [Fact]
    public void Keys_are_ordered_lists_are_indented_and_rules_of_several_lines_stand_apart() => Assert.Equal(
        """
        version: 1
        vars: {shop: 晨光}
        rules:
          - id: a
            priority: 2
            when: {exact: x}
            do:
              - reply: y

          - {id: b, exact: z, reply: w}
          - {id: c, exact: v, reply: u}

        """,
        Format(
            """
            rules:
            - do:
              - reply: y
              when: { exact: x }
              priority: 2
              id: a
            - {exact: z,
               reply: w, id: b}
            - {id: c,exact: v, reply: u}
            vars: {shop:   晨光}
            version: 1
            """));

    [Theory]
    [InlineData("a: 'x'", "a: x")]
    [InlineData("a: \"你好\"", "a: 你好")]
    [InlineData("a: 'yes'", "a: 'yes'")]
    [InlineData("a: \"1\"", "a: \"1\"")]
    [InlineData("a: '12:30'", "a: '12:30'")]
    [InlineData("a: '2026-01-01'", "a: '2026-01-01'")]
    [InlineData("a: '[微笑]'", "a: '[微笑]'")]
    [InlineData("a: \"{{ x }}\"", "a: \"{{ x }}\"")]
    [InlineData("a: ''", "a: ''")]
    [InlineData("a: ' x'", "a: ' x'")]
    [InlineData("a: \"x\\ty\"", "a: \"x\\ty\"")]
    [InlineData("a: '~欢迎'", "a: '~欢迎'")]
    [InlineData("a: {b: 'x, y'}", "a: {b: 'x, y'}")]
    [InlineData("a: 'x, y'", "a: x, y")]
    [InlineData("'a': x", "a: x")]
    [InlineData("a: \"x\n  y\"", "a: x y")]
    [InlineData("a: \"1\n  2\"", "a: 1 2")]
    [InlineData("a: \"b: c\n  d\"", "a: \"b: c d\"")]
    [InlineData("a: x\n  y", "a: x y")]
    public void Quotes_stand_only_where_they_are_needed(string text, string expected) => Assert.Equal(expected + "\n", Format(text));

    [Fact]
    public void Comments_stay_with_what_they_speak_of() => Assert.Equal(
        """
        # the file

        # its version
        version: 1   # one
        rules:       # all of them
          # above an item
          - id: a  # beside a key
            # between keys
            exact: b
            do:
              - reply: c # beside an action
              # behind the last action

          # in an item
          # beside braces
          - exact: d # beside an entry
            # above an entry
            reply: e
          # behind the last rule
        # the end

        """,
        Format(
            """
            # the file

            # its version
            version: 1   # one
            rules:       # all of them
            # above an item
            - id: a    # beside a key
              # between keys
              exact: b
              do:
              - reply: c # beside an action
              # behind the last action
            - # in an item
              {exact: d, # beside an entry
               # above an entry
               reply: e} # beside braces
              # behind the last rule
            # the end
            """));

    [Fact]
    public void Braces_that_do_not_fit_become_lines() => Assert.Equal(
        $"a:\n  - b: {new string('x', 60)}\n    c: [{new string('y', 60)}, {new string('z', 20)}]\n",
        Format($"a: [{{b: {new string('x', 60)}, c: [{new string('y', 60)}, {new string('z', 20)}]}}]"));

    [Theory]
    [InlineData("a: |\n      x\n        y\n\n      z  \nb: 1\n", "a: |\n  x\n    y\n\n  z  \nb: 1\n")]
    [InlineData("a: >-   # c\n    x\n\n\n    y\n\n\nb: 1", "a: >-   # c\n  x\n\n\n  y\n\nb: 1\n")]
    [InlineData("- |+\n x\n\n\n- y\n", "- |+\n  x\n\n\n- y\n")]
    [InlineData("a: |\n x", "a: |-\n  x\n")]
    [InlineData("a:\n    - |2\n       x\n      y\n", "a:\n  - |2\n     x\n    y\n")]
    public void Blocks_keep_their_text(string text, string expected) => Assert.Equal(expected, Format(text));

    [Fact]
    public void Line_ends_of_other_systems_stay() => Assert.Equal("a: 1\r\nb:\r\n  - x # c\r\n", Format("a: 1\r\nb:\r\n- x # c\r\n"));

    [Fact]
    public void An_unquoted_emoticon_stays_what_it_is() => Assert.Equal("rules: [{exact: a, reply: [微笑]}]\n", Format("rules: [ { exact: a, reply: [ 微笑 ] } ]"));

    [Theory]
    [InlineData("a: [")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: &x 1")]
    [InlineData("")]
    public void A_file_that_is_no_yaml_is_told_why(string text)
    {
        var findings = new Findings();
        Assert.Null(RuleFormat.Format(text, "f.yaml", findings));
        Assert.True(findings.HasErrors);
    }
}
