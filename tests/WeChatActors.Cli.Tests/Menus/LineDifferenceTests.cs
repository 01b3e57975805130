namespace WeChatActors.Cli.Tests.Menus;

public class LineDifferenceTests
{
    [Fact]
    public void Common_lines_stand_once_between_those_of_one_side() =>
        Assert.Equal([" a", "-b", "+x", " c", "+d"], LineDifference.Of(["a", "b", "c"], ["a", "x", "c", "d"]));

    [Fact]
    public void Both_sides_can_be_read_out_of_any_difference()
    {
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            string[] first = Lines(random), second = Lines(random);
            string[] difference = [.. LineDifference.Of(first, second)];
            Assert.Equal(first, difference.Where(line => line[0] != '+').Select(line => line[1..]));
            Assert.Equal(second, difference.Where(line => line[0] != '-').Select(line => line[1..]));
        }
    }

    private static string[] Lines(Random random) => [.. Enumerable.Range(0, random.Next(8)).Select(_ => ((char)('a' + random.Next(4))).ToString())];
}
