using System.Net;
using System.Text.Json;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git;
using Polly;
using Polly.Retry;

namespace Operator.Publishing.GitHub;

/// <summary>
/// Sends one piece of work's requests to GitHub: within their time, at a pace that GitHub documents, and again when GitHub was briefly away
/// and the request is one that may be repeated. What cannot be had is a <see cref="FailureException"/>; answers that the caller has to judge
/// are given to it.
/// </summary>
/// <param name="api">The connections and limits.</param>
/// <param name="cancellationToken">Gives up: Octokit has no token for most calls.</param>
internal sealed class GitHubHandler(GitHubApi api, CancellationToken cancellationToken) : HttpMessageHandler
{
    private const int LongestAnswer = 32 << 20;

    // One that is to be left alone for longer is not waited for here.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken requestCancellation)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, requestCancellation);
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(both.Token);
        return await Retries().ExecuteAsync(async token => await OnceAsync(Copy(request, body), token), both.Token);
    }

    private ResiliencePipeline Retries() => new ResiliencePipelineBuilder { TimeProvider = api.Time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            Delay = api.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = new PredicateBuilder().Handle<GitHubUnansweredException>(e => e.MayRepeat && (e.RetryAfter is not { } wait || wait <= LongestWait)),
            DelayGenerator = static a => ValueTask.FromResult((a.Outcome.Exception as FailureException)?.RetryAfter),
        })
        .Build();

    private async Task<HttpResponseMessage> OnceAsync(HttpRequestMessage request, CancellationToken token)
    {
        while (api.Limits.Closed is var closed && closed > TimeSpan.Zero)
        {
            if (closed > LongestWait)
            {
                throw Throttled(closed, mayRepeat: false);
            }

            await Task.Delay(closed, api.Time, token);
        }

        var isWrite = request.Method != HttpMethod.Get;
        if (isWrite)
        {
            await api.Limits.PaceAsync(token);
        }

        // A creation whose answer was lost may have happened; the caller looks first.
        var mayRepeat = request.Method != HttpMethod.Post;
        using var limit = new CancellationTokenSource(api.Timeout, api.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
        HttpResponseMessage response;
        try
        {
            response = await api.Connections.SendAsync(request, both.Token);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, both.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !token.IsCancellationRequested))
        {
            var isTrust = e.InnerException is System.Security.Authentication.AuthenticationException;
            throw isTrust
                ? new FailureException(Reasons.CertificateInvalid, $"{api.Subject}: the certificate of GitHub's API is not trusted; set caFile", isTerminal: true, inner: e)
                : new GitHubUnansweredException(Reasons.GitUnavailable, $"{api.Subject}: GitHub's API at {api.Repository.Api.Host} {(e is OperationCanceledException ? $"did not answer within {api.Timeout.TotalSeconds:0} s" : "does not answer, or its answer was cut off")}", mayRepeat, null, e);
        }

        api.Skew = response.Headers.Date - api.Time.GetUtcNow() ?? api.Skew;
        await JudgeAsync(response, mayRepeat, token);
        return response;
    }

    /// <summary>Throws what no caller can do anything about.</summary>
    private async Task JudgeAsync(HttpResponseMessage response, bool mayRepeat, CancellationToken token)
    {
        if (response.IsSuccessStatusCode)
        {
            api.Limits.Read(response, "");
            return;
        }

        var body = await response.Content.ReadAsStringAsync(token);
        if (api.Limits.Read(response, body) is { } wait)
        {
            // A request that was refused for a limit has not happened.
            throw Throttled(wait, mayRepeat: true);
        }

        switch (response.StatusCode)
        {
            case HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect:
                throw new FailureException(Reasons.RepositoryMoved, $"{api.Subject}: GitHub's API redirects to another address, which is not followed: the repository was renamed or transferred, or apiUrl is wrong; correct the url", isTerminal: true);
            case HttpStatusCode.Unauthorized:
                throw new FailureException(Reasons.GitUnauthorized, $"{api.Subject}: GitHub refuses the credentials: {Message(body)}");
            case HttpStatusCode.Forbidden:
                throw new FailureException(Reasons.GitUnauthorized, $"{api.Subject}: GitHub does not allow it: {Message(body)}{Hints(response)}", isTerminal: body.Contains("archived", StringComparison.OrdinalIgnoreCase));
            case >= HttpStatusCode.InternalServerError:
                throw new GitHubUnansweredException(Reasons.GitUnavailable, $"{api.Subject}: GitHub's API answers {(int)response.StatusCode}", mayRepeat, Runtime.RetryAfter.Of(response.Headers, api.Time), null);
        }

        if (response.Content.Headers.ContentType?.MediaType is not ("application/json" or "application/vnd.github+json" or "application/vnd.github.v3+json" or null))
        {
            throw new FailureException(Reasons.NotAGitServer, $"{api.Subject}: what answers at {api.Repository.Api} is not GitHub's API: status {(int)response.StatusCode}, content type {response.Content.Headers.ContentType.MediaType}; correct apiUrl", isTerminal: true);
        }
    }

    private GitHubUnansweredException Throttled(TimeSpan wait, bool mayRepeat) =>
        new(Reasons.GitHubThrottled, $"{api.Subject}: GitHub asks to wait {Math.Ceiling(wait.TotalSeconds):0} s, because of its rate limits", mayRepeat, wait, null);

    /// <summary>What GitHub says in an answer's body, made fit for conditions.</summary>
    public static string Message(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var text = json.RootElement.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "";
            return GitMessage.Clean(text, []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "no reason given";
        }
    }

    private static string Hints(HttpResponseMessage response)
    {
        var accepted = response.Headers.TryGetValues("X-Accepted-GitHub-Permissions", out var permissions) ? $"; it needs {string.Join(" or ", permissions)}" : "";
        var sso = response.Headers.TryGetValues("X-GitHub-SSO", out var urls) ? $"; single sign-on: {string.Join(" ", urls)}" : "";
        return GitMessage.Clean(accepted + sso, []);
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request, byte[]? body)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var (name, values) in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        if (body is not null)
        {
            copy.Content = new ByteArrayContent(body);
            foreach (var (name, values) in request.Content!.Headers)
            {
                copy.Content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return copy;
    }
}

/// <summary>GitHub did not do what was asked, or it is not known whether it did.</summary>
/// <param name="reason">GitUnavailable or GitHubThrottled.</param>
/// <param name="message">What happened.</param>
/// <param name="mayRepeat">Whether the same request may be sent again without looking first.</param>
/// <param name="retryAfter">How long GitHub asked to be left alone.</param>
/// <param name="inner">What caused it.</param>
internal sealed class GitHubUnansweredException(string reason, string message, bool mayRepeat, TimeSpan? retryAfter, Exception? inner)
    : FailureException(reason, message, isTerminal: false, retryAfter, inner)
{
    public bool MayRepeat => mayRepeat;
}
