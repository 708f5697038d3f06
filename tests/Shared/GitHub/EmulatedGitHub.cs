using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Operator.Testing.Git;

namespace Operator.Testing.GitHub;

/// <summary>
/// Somebody else's emulator of GitHub's API (emulate, of npm), behind a proxy that gives it GitHub Enterprise's addresses and git's own protocol, with the
/// repository team/handbook, an App, and two people.
/// </summary>
public sealed class EmulatedGitHub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly HttpBackend _backend;
    private readonly EmulatedObjects _objects;
    private readonly SemaphoreSlim _turn = new(1);

    private EmulatedGitHub(WebApplication app, Process process, int port, BareRepository repository)
    {
        (_app, _process, Repository) = (app, process, repository);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        _backend = new HttpBackend(repository.Folder, null);
        _objects = new EmulatedObjects(repository, (method, path) => AskAsync("ann", method, path));
    }

    public BareRepository Repository { get; }

    /// <summary>The App's private key in PEM.</summary>
    public string KeyFile => Path.Combine(Repository.Folder, "emulated.pem");

    /// <summary>The server, with a slash at its end.</summary>
    public string Url { get; private set; } = "";

    public string RepositoryUrl => $"{Url}{FakeGitHub.Owner}/{FakeGitHub.Name}.git";

    /// <summary>Starts it.</summary>
    /// <param name="folder">The folder tests/github.</param>
    /// <param name="repository">A repository without a commit: it becomes that of the emulator.</param>
    public static async Task<EmulatedGitHub> StartAsync(string folder, BareRepository repository)
    {
        var (port, emulated) = (FreePort(), FreePort());
        var process = Process.Start(new ProcessStartInfo("node", ["emulate.mjs", emulated.ToString(CultureInfo.InvariantCulture), $"http://127.0.0.1:{port}/api/v3"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The emulator does not start: run ./test.sh, or npm ci in tests/github.");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var server = new EmulatedGitHub(builder.Build(), process, emulated, repository);
        await File.WriteAllTextAsync(server.KeyFile, (string)JsonNode.Parse(line)!["key"]!);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        server.Url = server._app.Urls.Single() + "/";
        await server._objects.PullAsync();
        return server;
    }

    /// <summary>What a person asks of the repository; null for an answer without content.</summary>
    public async Task<JsonNode?> AskAsync(string token, string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"repos/{FakeGitHub.Owner}/{FakeGitHub.Name}/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return !response.IsSuccessStatusCode ? throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}") : text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _turn.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        const string Api = "/api/v3/";
        var path = context.Request.Path.Value!;
        if (path.StartsWith(Api, StringComparison.Ordinal))
        {
            await ForwardAsync(context, path[Api.Length..] + context.Request.QueryString);
            return;
        }

        await _turn.WaitAsync();
        try
        {
            await _objects.PullAsync();
            var before = _objects.Branches();
            context.Request.Path = path.Replace($"/{FakeGitHub.Owner}/", "/", StringComparison.Ordinal);
            await _backend.AnswerAsync(context);
            await _objects.PushAsync(before);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ForwardAsync(HttpContext context, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), path);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        request.Content = body.Length == 0 ? null : new ByteArrayContent(body.ToArray());
        foreach (var name in new[] { "Authorization", "Accept", "User-Agent" })
        {
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
        }

        request.Content?.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        using var response = await _http.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.Headers.TryGetValues("Link", out var links))
        {
            context.Response.Headers.Link = links.ToArray();
        }

        var answer = await response.Content.ReadAsByteArrayAsync();
        if (answer.Length > 0)
        {
            await context.Response.Body.WriteAsync(answer);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
