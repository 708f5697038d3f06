using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;

namespace Operator.Metrics;

/// <summary>Whether a scrape may be answered: the API server says whose token it is, and whether that account may get /metrics.</summary>
internal sealed partial class ScrapeAuthorization(KubeApiClient client, TimeProvider time, ILogger<ScrapeAuthorization> log) : IDisposable
{
    // Less than a scrape may take.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    // As long as a kube-apiserver keeps such answers itself.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private static readonly ResourceType Tokens = new("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", Namespaced: false);
    private static readonly ResourceType Accesses = new("authorization.k8s.io", "v1", "SubjectAccessReview", "subjectaccessreviews", Namespaced: false);

    private readonly MemoryCache _verdicts = new(new MemoryCacheOptions { SizeLimit = 1000 });

    /// <summary>The status code of the answer: 200, 401 without a valid token, 403 for an account without the right, 503 when the API server does not tell.</summary>
    public async Task<int> JudgeAsync(string authorization, CancellationToken cancellationToken)
    {
        const string Scheme = "Bearer ";
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return StatusCodes.Status401Unauthorized;
        }

        var token = authorization[Scheme.Length..].Trim();

        // Tokens stay out of memory beyond the request.
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_verdicts.TryGetValue(key, out int verdict))
        {
            return verdict;
        }

        using var limit = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            verdict = await AskAsync(token, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CannotAsk(log, "the API server does not answer in time");
            return StatusCodes.Status503ServiceUnavailable;
        }
        catch (KubeApiException e)
        {
            Log.CannotAsk(log, e.Message);
            return StatusCodes.Status503ServiceUnavailable;
        }

        return _verdicts.Set(key, verdict, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = 1 });
    }

    public void Dispose() => _verdicts.Dispose();

    private async Task<int> AskAsync(string token, CancellationToken cancellationToken)
    {
        var review = await client.CreateReviewAsync(Tokens, new V1TokenReview
        {
            ApiVersion = Tokens.ApiVersion,
            Kind = Tokens.Kind,
            Spec = new V1TokenReviewSpec { Token = token },
        }, cancellationToken);
        if (review.Status is not { Authenticated: true, User: { } user })
        {
            return StatusCodes.Status401Unauthorized;
        }

        var access = await client.CreateReviewAsync(
            Accesses,
            new V1SubjectAccessReview
            {
                ApiVersion = Accesses.ApiVersion,
                Kind = Accesses.Kind,
                Spec = new V1SubjectAccessReviewSpec
                {
                    User = user.Username,
                    Uid = user.Uid,
                    Groups = user.Groups,
                    Extra = user.Extra,
                    NonResourceAttributes = new V1NonResourceAttributes { Path = "/metrics", Verb = "get" },
                },
            },
            cancellationToken);
        return access.Status is { Allowed: true } ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A request for /metrics cannot be judged: {Problem}")]
        public static partial void CannotAsk(ILogger logger, string problem);
    }
}
