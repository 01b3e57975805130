using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Cli.Tests;

public sealed class ServeTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly Folder _folder = new();
    private readonly string _conf;

    public ServeTests()
    {
        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: hi}]\n");
        _conf = _folder.File("c.yaml", "accounts:\n  demo: {app_id: wx1, token: t, rules: r.yaml}\n  shop: {app_id: wx2, token: t, rules: r.yaml}\n");
    }

    public void Dispose() => _folder.Dispose();

    private Task<Ran> Serve(params string[] more) => Ran.Command(["serve", "--conf", _conf, "--public", AnyPort, "--admin", AnyPort, .. more]);

    private string Data => _folder.File("data");

    private string Database(Action<SqliteConnection>? prepare = null)
    {
        Directory.CreateDirectory(Data);
        var path = Path.Combine(Data, "wechatactors.db");
        if (prepare is null) return path;
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        prepare(connection);
        return path;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Fact]
    public async Task Says_where_it_answers_and_stops_when_asked()
    {
        using var stop = new StopSignal();
        var output = new Announcement();
        var serving = Ran.Command(
            TextReader.Null, around => around with { Out = output, ListenForStop = () => stop },
            "serve", "--conf", _conf, "--data", Data, "--public", AnyPort, "--admin", AnyPort);
        if (await Task.WhenAny(output.Line("database"), serving) == serving) Assert.Fail((await serving).Error);
        var lines = output.ToString().Split('\n');
        Assert.Matches(@"^callback  http://127\.0\.0\.1:[1-9]\d*/wechat/demo$", lines[0]);
        Assert.Matches(@"^callback  http://127\.0\.0\.1:[1-9]\d*/wechat/shop$", lines[1]);
        Assert.Equal($"database  {Path.Combine(Data, "wechatactors.db")}", lines[3]);
        using var client = new HttpClient();
        using var health = await client.GetAsync(new Uri(new Uri(lines[2]["admin     ".Length..]), "healthz"));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        stop.Request();
        var ran = await serving;
        Assert.Equal((ExitCode.Done, "stopping: answering what was accepted"), (ran.Code, ran.Sentence));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(lines[2]["admin     ".Length..])));
    }

    [Fact]
    public async Task Warnings_are_printed_and_it_goes_on()
    {
        _folder.File("r.yaml", "version: 1\nrules: [{exact: hi, reply: [微笑]}]\n");
        using var stop = new StopSignal();
        stop.Request();
        var ran = await Ran.Command(
            TextReader.Null, around => around with { ListenForStop = () => stop },
            "serve", "--conf", _conf, "--data", Data, "--public", AnyPort, "--admin", AnyPort);
        Assert.Equal(ExitCode.Done, ran.Code);
        Assert.Contains("r.yaml:2:28: warning: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("callback  ", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_start_logs_no_stack()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (console, log) = (Console.Error, new StringWriter());
        Console.SetError(log);
        try
        {
            await Ran.Command("serve", "--conf", _conf, "--data", Data, "--admin", AnyPort, "--public", $"http://{listener.LocalEndpoint}");
        }
        finally
        {
            Console.SetError(console);
        }

        Assert.Equal("", log.ToString());
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var open = await Ran.Command("serve", "--conf", _conf, "--data", Data, "--admin", AnyPort, "--public", $"http://127.0.0.1:{port}");
        Assert.Equal((ExitCode.Failed, ""), (open.Code, open.Out));
        Assert.Equal($"Port {port} of 127.0.0.1 is in use: stop what listens there, or give another address with --public.", open.Sentence);
        var admin = await Ran.Command("serve", "--conf", _conf, "--data", Data, "--public", AnyPort, "--admin", $"http://127.0.0.1:{port}");
        Assert.Equal($"Port {port} of 127.0.0.1 is in use: stop what listens there, or give another address with --admin.", admin.Sentence);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_one_sentence()
    {
        var ran = await Ran.Command("serve", "--conf", _conf, "--data", Data, "--admin", AnyPort, "--public", "http://192.0.2.1:8080");
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Matches(@"^http://192\.0\.2\.1:8080/ cannot be opened \(.+\): name an address of this machine and a port this user may open with --public\.$", ran.Sentence);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_one_sentence()
    {
        var ran = await Serve("--data", Path.Combine(_folder.File("file", "not a folder"), "data"));
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Matches("^The folder .+/file/data of the database cannot be created: .+ Make it writable for this user, or name another with --data\\.$", ran.Sentence);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_one_sentence_and_stays_as_it_is()
    {
        var path = Database();
        var garbage = string.Concat(Enumerable.Repeat("this is not a database. ", 100));
        File.WriteAllText(path, garbage);
        var ran = await Serve("--data", Data);
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Equal($"{path} is not a SQLite database: restore a backup or name another file under 'store'. Nothing was changed.", ran.Sentence);
        Assert.Equal(garbage, File.ReadAllText(path));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_one_sentence()
    {
        var path = Database(connection => Execute(connection, "CREATE TABLE schema_version (version INTEGER NOT NULL); INSERT INTO schema_version VALUES (99); PRAGMA application_id = 1464025443"));
        var ran = await Serve("--data", Data);
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Matches($@"^{path} was written by a newer WeChatActors \(schema 99, this one knows \d+\): start that version, or name another file under 'store'\. Nothing was changed\.$", ran.Sentence);
    }

    [Fact]
    public async Task A_database_that_another_program_locks_is_one_sentence()
    {
        var path = Database(_ => { });
        using var other = new SqliteConnection($"Data Source={path};Pooling=False");
        other.Open();
        Execute(other, "CREATE TABLE t (x); BEGIN EXCLUSIVE");
        var ran = await Serve("--data", Data);
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Equal($"{path} is locked by another program: close that program (fuser {path} names it) and try again.", ran.Sentence);
    }

    [Fact]
    public async Task A_configuration_with_mistakes_is_refused_with_all_of_them()
    {
        var ran = await Ran.Command("serve", "--conf", "Checking/mistakes/shop.yaml");
        Assert.Equal((ExitCode.Misused, ""), (ran.Code, ran.Out));
        Golden.Matches("check-configuration.txt", ran.Error);
    }

    [Fact]
    public async Task A_missing_configuration_is_refused() =>
        Assert.Equal(new Ran(ExitCode.Misused, "", "conf/wechatactors.yaml:1:1: there is no such file.\n--conf FILE names another configuration.\n"), await Ran.Command("serve"));

    [Theory]
    [InlineData("--public", "https://127.0.0.1", "'https://127.0.0.1' stands at --public, but TLS is ended by a reverse proxy in front: expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    [InlineData("--public", "http://localhost:0", "'http://localhost:0' stands at --public, but localhost needs a port: http://127.0.0.1:0 takes a free one.")]
    [InlineData("--admin", "8081", "'8081' stands at --admin, expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    public async Task A_bad_address_is_quoted_without_a_place_in_a_file(string option, string value, string sentence)
    {
        var ran = await Ran.Command("serve", "--conf", _conf, option, value);
        Assert.Equal((ExitCode.Misused, sentence), (ran.Code, ran.Sentence));
    }
}
