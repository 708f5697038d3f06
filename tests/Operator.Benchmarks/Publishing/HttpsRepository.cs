using Operator.Testing.Git;

namespace Operator.Benchmarks.Publishing;

/// <summary>A repository behind https with a certificate of its own and basic authentication.</summary>
internal sealed class HttpsRepository : IAsyncDisposable
{
    private const string Password = "benchmark";

    private readonly HttpsServer _server;

    private HttpsRepository(BareRepository repository, HttpsServer server) => (Repository, _server) = (repository, server);

    public BareRepository Repository { get; }

    public string Url => _server.Url;

    /// <summary>The URL with the password, for a script.</summary>
    public string ScriptUrl => Url.Replace("https://", $"https://git:{Password}@", StringComparison.Ordinal);

    public string CaFile => _server.CaFile;

    public string PasswordFile => Path.Combine(Repository.Folder, "password");

    /// <summary>How many pushes have arrived.</summary>
    public int Pushes => File.Exists(PushFile) ? File.ReadAllLines(PushFile).Length : 0;

    private string PushFile => Path.Combine(Repository.Folder, "pushes");

    public static async Task<HttpsRepository> StartAsync()
    {
        var repository = new BareRepository();
        var server = new HttpsRepository(repository, await HttpsServer.StartAsync(repository, HttpsServer.Basic("git", Password)));
        await File.WriteAllTextAsync(server.PasswordFile, Password);
        repository.Hook("post-receive", $"echo x >> {server.PushFile}");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Repository.Dispose();
    }
}
