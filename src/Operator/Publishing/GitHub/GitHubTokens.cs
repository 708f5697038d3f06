using System.Collections.Concurrent;
using System.Security.Cryptography;
using Octokit;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>Installation tokens of GitHub Apps: each is asked for once, and again before it ends. Safe for concurrent use.</summary>
/// <param name="time">The clock.</param>
internal sealed class GitHubTokens(TimeProvider time)
{
    // They live an hour, and an exchange that begins with one may take minutes.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Issuer> _issuers = new(StringComparer.Ordinal);

    /// <summary>The token of a repository's installation.</summary>
    /// <param name="repository">The repository; validated.</param>
    /// <param name="key">The App.</param>
    /// <param name="authorities">CA certificates in PEM; null for the system's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FailureException">GitUnauthorized: the key cannot be read, or GitHub refuses it.</exception>
    public async Task<string> GetAsync(GitRepositoryOptions repository, GitHubAppKey key, string? authorities, CancellationToken cancellationToken)
    {
        var issuer = _issuers.GetOrAdd(repository.Name, _ => new Issuer(new GitHubApi(repository, time)));
        await issuer.Turn.WaitAsync(cancellationToken);
        try
        {
            if (issuer.IsRefused || issuer.Key != key || issuer.EndsAt - RenewBefore <= time.GetUtcNow())
            {
                var (token, endsAt) = await RenewAsync(issuer.Api, key, authorities, cancellationToken);
                (issuer.Key, issuer.Token, issuer.EndsAt, issuer.IsRefused) = (key, token, endsAt, false);
            }

            return issuer.Token;
        }
        finally
        {
            issuer.Turn.Release();
        }
    }

    /// <summary>Has a new token asked for the next time: GitHub refuses one that was revoked before it ended, as when an App is suspended.</summary>
    public void Forget(GitRepositoryOptions repository)
    {
        if (_issuers.TryGetValue(repository.Name, out var issuer))
        {
            issuer.IsRefused = true;
        }
    }

    /// <summary>The login under which an App's installation acts.</summary>
    /// <exception cref="FailureException">GitUnauthorized: the key cannot be read, or GitHub refuses it.</exception>
    public async Task<string> LoginAsync(GitRepositoryOptions repository, GitHubAppKey key, string? authorities, CancellationToken cancellationToken)
    {
        var api = _issuers.GetOrAdd(repository.Name, _ => new Issuer(new GitHubApi(repository, time))).Api;
        try
        {
            return $"{(await api.Open(Claim(api, key), authorities, cancellationToken).GitHubApps.GetCurrent()).Slug}[bot]";
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"{key} cannot be read");
        }
    }

    private async Task<(string Token, DateTimeOffset EndsAt)> RenewAsync(GitHubApi api, GitHubAppKey key, string? authorities, CancellationToken cancellationToken)
    {
        var skew = api.Skew;
        try
        {
            return await AskAsync(api, key, authorities, cancellationToken);
        }
        catch (FailureException e) when (e.Reason == Reasons.GitUnauthorized && (api.Skew - skew).Duration() > Tolerance)
        {
            // Refused by a clock that differs from what was known of it.
            return await AskAsync(api, key, authorities, cancellationToken);
        }
    }

    private async Task<(string Token, DateTimeOffset EndsAt)> AskAsync(GitHubApi api, GitHubAppKey key, string? authorities, CancellationToken cancellationToken)
    {
        try
        {
            var issued = await api.Open(Claim(api, key), authorities, cancellationToken).GitHubApps.CreateInstallationToken(key.InstallationId);
            return (issued.Token, issued.ExpiresAt - api.Skew);
        }
        catch (ApiException e)
        {
            throw new FailureException(
                Reasons.GitUnauthorized, $"{api.Subject}: GitHub gives no token to {key}: {GitMessage.Clean(e.Message, [])}; correct auth.appId and auth.installationId, or install the App for the repository's owner", inner: e);
        }
    }

    private string Claim(GitHubApi api, GitHubAppKey key)
    {
        try
        {
            return key.Token(time.GetUtcNow() + api.Skew);
        }
        catch (CryptographicException e)
        {
            throw new FailureException(Reasons.GitUnauthorized, $"{api.Subject}: the App's private key cannot be read; it must be the RSA key in PEM that GitHub gave", inner: e);
        }
    }

    private sealed class Issuer(GitHubApi api)
    {
        public GitHubApi Api => api;

        public SemaphoreSlim Turn { get; } = new(1);

        public GitHubAppKey? Key { get; set; }

        public string Token { get; set; } = "";

        public bool IsRefused { get; set; }

        public DateTimeOffset EndsAt { get; set; }
    }
}
