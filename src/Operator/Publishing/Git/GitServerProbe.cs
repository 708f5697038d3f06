using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Operator.Api;
using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>Asks whether a Git server answers at all: git takes a login page of one line for an empty repository.</summary>
internal static class GitServerProbe
{
    private const string Advertisement = "application/x-git-upload-pack-advertisement";

    /// <summary>Makes sure of it; only over http can something else answer.</summary>
    /// <exception cref="FailureException">NotAGitServer, or no answer.</exception>
    public static async Task EnsureAsync(GitRepositoryOptions repository, GitUrl url, GitCredentials credentials, TimeProvider time, CancellationToken cancellationToken)
    {
        if (url.Scheme is not ("http" or "https"))
        {
            return;
        }

        using var handler = Handler(credentials);
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, url.Text.TrimEnd('/') + "/info/refs?service=git-upload-pack");
        if (credentials.Authorization is { } authorization)
        {
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        }

        using var deadline = new CancellationTokenSource(repository.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != Advertisement)
            {
                throw new FailureException(
                    Reasons.NotAGitServer,
                    $"Git repository '{repository.Name}': what answers at its url is not a Git server: status {(int)response.StatusCode}, content type {response.Content.Headers.ContentType?.MediaType ?? "none"}; it may be a login page");
            }
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new FailureException(Reasons.GitUnavailable, $"Git repository '{repository.Name}' does not answer", inner: e);
        }
    }

    private static SocketsHttpHandler Handler(GitCredentials credentials)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        if (credentials.CertificateAuthorities is { } authorities)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPem(authorities);
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = Policy(trusted),
            };
        }

        return handler;
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection trusted)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        return policy;
    }
}
