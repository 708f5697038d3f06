using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Operator.Testing.Git;

namespace Operator.Testing.GitHub;

/// <summary>
/// GitHub on the loopback interface: the repository team/handbook over git's own server program, and as much of the REST API as the operator
/// uses, with GitHub's own refusals.
/// </summary>
public sealed class FakeGitHub : IAsyncDisposable
{
    public const long AppId = 1234;
    public const long InstallationId = 5678;
    public const string Owner = "team";
    public const string Name = "handbook";
    public const string Graph = "/graphql";
    public const string Push = "/git-receive-pack";

    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private readonly HttpBackend _backend;
    private readonly ConcurrentQueue<RecordedCall> _calls = new();
    private int _tokens;

    private FakeGitHub(WebApplication app, BareRepository repository)
    {
        (_app, Repository) = (app, repository);
        _backend = new HttpBackend(repository.Folder, null);
        Tokens = new FakeTokens(_key.ExportRSAPublicKeyPem());
        KeyFile = Path.Combine(repository.Folder, "app.pem");
        File.WriteAllText(KeyFile, _key.ExportRSAPrivateKeyPem());
        Objects = new FakeObjects(repository);
        Pulls = new FakePulls(Objects, () => Url);
        Issues = new FakeIssues(() => Url);
    }

    public BareRepository Repository { get; }

    public FakeTokens Tokens { get; }

    public FakeObjects Objects { get; }

    public FakePulls Pulls { get; }

    public FakeIssues Issues { get; }

    /// <summary>The App's private key in PEM.</summary>
    public string KeyFile { get; }

    /// <summary>The server, with a slash at its end.</summary>
    public string Url { get; private set; } = "";

    public string RepositoryUrl => $"{Url}{Owner}/{Name}.git";

    /// <summary>What the API was asked, in order.</summary>
    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    /// <summary>Answers in place of the API; false leaves the request to it.</summary>
    public Func<HttpContext, Task<bool>> Fault { get; set; } = static _ => Task.FromResult(false);

    /// <summary>Cuts the connection after a request was done, in place of its answer. A push of git is a POST to <see cref="Push"/>.</summary>
    public Func<RecordedCall, bool> Cut { get; set; } = static _ => false;

    /// <summary>Whether it cuts every connection before it does anything.</summary>
    public Func<bool> IsDown { get; set; } = static () => false;

    /// <summary>The API's requests that change something.</summary>
    public IReadOnlyList<RecordedCall> Writes => [.. _calls.Where(IsWrite)];

    /// <summary>Whether a request changes something. A new token and a question do not.</summary>
    public static bool IsWrite(RecordedCall call) => call.Method != "GET" && call.Path != Graph && !call.Path.Contains("access_tokens", StringComparison.Ordinal);

    public static async Task<FakeGitHub> StartAsync(BareRepository repository)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new FakeGitHub(builder.Build(), repository);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        server.Url = server._app.Urls.Single() + "/";
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (IsDown())
        {
            context.Abort();
            return;
        }

        if (path == "/api/graphql")
        {
            await GraphAsync(context);
            return;
        }

        if (!path.StartsWith("/api/v3/", StringComparison.Ordinal))
        {
            await GitAsync(context, path);
            return;
        }

        context.Response.Headers.Date = Tokens.Now.ToString("R");
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        var call = new RecordedCall(context.Request.Method, path["/api/v3".Length..] + context.Request.QueryString, body);
        _calls.Enqueue(call);
        if (await Fault(context))
        {
            return;
        }

        if (context.Request.Headers.UserAgent.Count == 0)
        {
            await ReplyAsync(context, 403, Problem("Request forbidden by administrative rules. Please make sure your request has a User-Agent header"));
            return;
        }

        await (path == $"/api/v3/app/installations/{InstallationId}/access_tokens" && context.Request.Method == "POST" ? IssueAsync(context)
            : path == "/api/v3/app" && context.Request.Method == "GET" ? ReplyAsync(context, 200, new JsonObject { ["id"] = AppId, ["slug"] = "post-mortems", ["name"] = "Post-mortems" })
            : !Tokens.IsValid(Bearer(context)) ? ReplyAsync(context, 401, Problem("Bad credentials"))
            : path == "/api/v3/user" ? ReplyAsync(context, 200, FakeIssue.User(Issues.Login, "Bot"))
            : RepositoryAsync(context, call, path));
    }

    private async Task RepositoryAsync(HttpContext context, RecordedCall call, string path)
    {
        const string Root = $"/api/v3/repos/{Owner}/{Name}/";
        const string Contents = "contents/";
        var rest = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..] : "";
        var body = call.Body.Length == 0 ? null : JsonNode.Parse(call.Body);
        if (call.Method == "GET" && rest.StartsWith(Contents, StringComparison.Ordinal) && Objects.Content(rest[Contents.Length..], context.Request.Query["ref"].ToString()) is { } file)
        {
            context.Response.ContentType = "application/vnd.github.raw+json; charset=utf-8";
            await context.Response.WriteAsync(file);
            return;
        }

        var answer = (rest.StartsWith("git/", StringComparison.Ordinal) ? Objects.Answer(call.Method, rest["git/".Length..], body) : Issues.Answer(call.Method, rest, context.Request.Query, body) ?? Pulls.Answer(call.Method, rest, context.Request.Query, body))
            ?? (404, Problem("Not Found"));
        if (Cut(call))
        {
            context.Abort();
            return;
        }

        Paging.Link(context, answer.Body);
        await ReplyAsync(context, answer.Status, answer.Body);
    }

    /// <summary>The one question of the GraphQL API that is asked.</summary>
    private async Task GraphAsync(HttpContext context)
    {
        var call = new RecordedCall(context.Request.Method, Graph, await new StreamReader(context.Request.Body).ReadToEndAsync());
        _calls.Enqueue(call);
        if (await Fault(context))
        {
            return;
        }

        await (Tokens.IsValid(Bearer(context)) ? ReplyAsync(context, 200, Issues.Original((int)JsonNode.Parse(call.Body)!["variables"]!["number"]!)) : ReplyAsync(context, 401, Problem("Bad credentials")));
    }

    private Task IssueAsync(HttpContext context) => Tokens.Refuse(Bearer(context), AppId) is { } problem
        ? ReplyAsync(context, 401, Problem(problem))
        : ReplyAsync(context, 201, Tokens.Issue($"ghs_{Interlocked.Increment(ref _tokens)}"));

    /// <summary>git's own protocol, with a token as password.</summary>
    private async Task GitAsync(HttpContext context, string path)
    {
        const string Prefix = "Basic ";
        var given = context.Request.Headers.Authorization.ToString();
        var pair = given.StartsWith(Prefix, StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(given[Prefix.Length..])).Split(':', 2) : [];
        if (pair is not [_, var token] || !Tokens.IsValid(token))
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"GitHub\"";
            return;
        }

        context.Request.Path = path.Replace($"/{Owner}/", "/", StringComparison.Ordinal);
        var answer = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        await _backend.AnswerAsync(context);
        if (context.Request.Method == "POST" && path.EndsWith(Push, StringComparison.Ordinal) && Cut(new RecordedCall("POST", Push, "")))
        {
            context.Abort();
            return;
        }

        context.Response.Body = answer;
        await answer.WriteAsync(held.ToArray());
    }

    private static string Bearer(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is var given && given.StartsWith("Bearer ", StringComparison.Ordinal) ? given["Bearer ".Length..] : "";

    private static JsonObject Problem(string message) => new() { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest" };

    private static Task ReplyAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        if (status == 204)
        {
            // With a body, the server would close the connection, sometimes under the next request.
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}

/// <summary>A request to the API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query after the API's root.</param>
/// <param name="Body">The body.</param>
public sealed record RecordedCall(string Method, string Path, string Body);
