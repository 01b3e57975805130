using System.Text;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Server.Tests.Dialogs;

/// <summary>What a follower says to a secret question reaches whom the rules tell it, and nobody else.</summary>
public sealed class SecretAnswerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_secret_answer_stands_nowhere_when_the_dialog_is_over(bool canPush)
    {
        await using var stage = await Booking.Start(canPush);
        await stage.Fill();
        var seen = new StringBuilder(await Shown(stage));
        await stage.Ask("是");
        seen.Append(await Shown(stage));
        await stage.GoTo(7);
        seen.Append(await Shown(stage));
        await stage.ShopAnswers();
        await stage.UntilSeen(Booking.Done);
        await stage.Say("在吗");
        seen.Append(await Shown(stage));

        Assert.Contains(Booking.Phone, stage.Asked.Single().Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Booking.Phone, seen.ToString(), StringComparison.Ordinal);
        Assert.Empty(Tables(stage.Database).Where(row => row.Text.Contains(Booking.Phone, StringComparison.Ordinal)).Select(row => row.Table));
    }

    [Fact]
    public async Task What_is_said_wrongly_or_twice_or_while_the_dialog_sleeps_is_no_less_secret()
    {
        await using var stage = await Booking.Start();
        await stage.Say("订座");
        await stage.Say("4");
        await stage.Say("明天");
        await stage.Say(Booking.Phone + "0");
        stage.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        await stage.UntilSeen("还在吗");
        await stage.Say(Booking.Phone);
        await stage.Say("继续");
        await stage.Say(Booking.Phone);
        await stage.Ask("是");
        // While the shop thinks, and the account does not know yet what it is the answer to.
        var early = stage.Say(Booking.Phone);
        await ShopStage.Until(stage.Conversation, shown => shown.GetProperty("queued").GetInt32() > 0, "it waits");
        var seen = await Shown(stage);
        await stage.ShopAnswers();
        await early;
        await stage.UntilSeen(Booking.Done);

        Assert.DoesNotContain(Booking.Phone, seen + await Shown(stage), StringComparison.Ordinal);
        Assert.Empty(Tables(stage.Database).Where(row => row.Text.Contains(Booking.Phone, StringComparison.Ordinal)).Select(row => row.Table));
    }

    /// <summary>All that the server tells others than the follower and the shop: answers, log lines, the log of the conversation.</summary>
    private static async Task<string> Shown(ShopStage stage)
    {
        var shown = new StringBuilder();
        var own = $"/api/accounts/plain/conversations/{stage.OpenId}";
        foreach (var path in new[] { own + "?turns=50", own + "/messages", "/api/accounts/plain/conversations", "/api/accounts/plain/outbox", "/api/accounts/plain/rules", "/api/accounts/plain/events", "/metrics", "/readyz" })
            shown.Append(await stage.Admin.GetStringAsync(path)).Append('\n');
        foreach (var line in stage.Log.Lines) shown.Append(line.Text).Append('\n');
        // What the conversation knows is beside it in columns of their own, until the dialog ends.
        using var connection = Connect(stage.Database);
        foreach (var row in Rows(connection, "SELECT turn FROM turn")) shown.Append(row).Append('\n');
        return shown.ToString();
    }

    /// <summary>Every row of every table of a database, as text.</summary>
    private static List<(string Table, string Text)> Tables(string path)
    {
        using var connection = Connect(path);
        var tables = Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'");
        Assert.Contains("turn", tables);
        return [.. tables.SelectMany(table => Rows(connection, $"SELECT * FROM \"{table}\"").Select(row => (table, row)))];
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    private static List<string> Rows(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var rows = command.ExecuteReader();
        var all = new List<string>();
        while (rows.Read())
            all.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(column => rows.GetValue(column) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : rows.GetValue(column).ToString())));
        return all;
    }
}
