using System.Globalization;
using System.Text;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.GitHub;
using Operator.Runtime;
using Operator.Runtime.Client;

namespace Operator.Publishing.Git;

/// <summary>The credentials of one exchange with a server.</summary>
internal sealed record GitCredentials
{
    /// <summary>The value of the header Authorization; null for none.</summary>
    public string? Authorization { get; init; }

    /// <summary>The token for the server's API; null without one.</summary>
    public string? Token { get; init; }

    /// <summary>The GitHub App whose token it is; null for another's.</summary>
    public GitHubAppKey? App { get; init; }

    /// <summary>A private ssh key and the host keys of the server; null when not used.</summary>
    public string? SshKey { get; init; }

    public string? KnownHosts { get; init; }

    /// <summary>CA certificates in PEM; null for the system's.</summary>
    public string? CertificateAuthorities { get; init; }

    /// <summary>The private ssh key that signs commits; null for none.</summary>
    public string? SigningKey { get; init; }

    /// <summary>What must not be shown.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}

/// <summary>Reads the credentials of a repository from files or a Secret, each time anew: a rotated one works at once.</summary>
/// <param name="client">Reads Secrets; null where there is no cluster.</param>
/// <param name="ns">The operator's own namespace, the only one whose Secrets are read.</param>
/// <param name="time">The clock by which tokens of a GitHub App end; null for the system's.</param>
internal sealed class GitCredentialsReader(KubeApiClient? client, string? ns, TimeProvider? time = null)
{
    private readonly GitHubTokens _tokens = new(time ?? TimeProvider.System);

    /// <summary>What GitHub's accounts may ask.</summary>
    public GitHubAccounts Accounts { get; } = new(time ?? TimeProvider.System);

    // As Flux and Argo CD name them.
    private const string SecretAppId = "githubAppID";
    private const string SecretInstallationId = "githubAppInstallationID";
    private const string SecretPrivateKey = "githubAppPrivateKey";

    // The name under which GitHub takes an installation's token as a password.
    private const string AppUser = "x-access-token";

    /// <summary>Reads them.</summary>
    /// <exception cref="FailureException">GitUnauthorized: a file or Secret is missing or lacks something.</exception>
    public async Task<GitCredentials> ReadAsync(GitRepositoryOptions repository, CancellationToken cancellationToken)
    {
        var auth = repository.Auth;
        var data = auth.SecretName is { } secret ? await SecretAsync(repository, secret, cancellationToken) : null;
        var password = await FileAsync(repository, "auth.passwordFile", auth.PasswordFile, cancellationToken) ?? data?.GetValueOrDefault("password");
        var token = await FileAsync(repository, "auth.bearerTokenFile", auth.BearerTokenFile, cancellationToken) ?? data?.GetValueOrDefault("bearerToken");
        var sshKey = await FileAsync(repository, "auth.sshKeyFile", auth.SshKeyFile, cancellationToken) ?? data?.GetValueOrDefault("identity") ?? data?.GetValueOrDefault("ssh-privatekey");
        var knownHosts = await FileAsync(repository, "auth.knownHostsFile", auth.KnownHostsFile, cancellationToken) ?? data?.GetValueOrDefault("known_hosts");
        var signingKey = await FileAsync(repository, "signingKeyFile", repository.SigningKeyFile, cancellationToken) ?? data?.GetValueOrDefault("signing-key");
        Check(repository, data, sshKey, knownHosts);
        var user = data?.GetValueOrDefault("username")?.Trim() ?? auth.Username;
        (password, token) = (password?.Trim('\r', '\n'), token?.Trim('\r', '\n'));
        var authorities = await FileAsync(repository, "caFile", repository.CaFile, cancellationToken) ?? data?.GetValueOrDefault("ca.crt");
        var app = await AppAsync(repository, data, cancellationToken);
        if (app is not null)
        {
            (user, password) = (AppUser, await _tokens.GetAsync(repository, app, authorities, cancellationToken));
        }

        var pair = password is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return new GitCredentials
        {
            Authorization = Line(repository, token is { } bearer ? $"Bearer {bearer}" : pair is null ? null : $"Basic {pair}"),
            Token = Line(repository, password ?? token),
            App = app,
            SshKey = Key(sshKey),
            KnownHosts = knownHosts,
            CertificateAuthorities = authorities,
            SigningKey = Key(signingKey),
            Secrets = [.. new[] { password, token, pair }.OfType<string>(), .. KeyLines(sshKey), .. KeyLines(signingKey), .. KeyLines(app?.PrivateKey)],
        };
    }

    /// <summary>Takes note of what came of using them: a token that is kept may be revoked before it ends, and is asked for anew once it is refused.</summary>
    public void Note(GitRepositoryOptions repository, FailureException? failure)
    {
        if (failure?.Reason == Reasons.GitUnauthorized)
        {
            _tokens.Forget(repository);
        }
    }

    /// <summary>The operator's login on GitHub.</summary>
    /// <exception cref="FailureException">GitHub does not tell it.</exception>
    public async Task<string> LoginAsync(GitRepositoryOptions repository, GitHubApi api, GitCredentials opened, CancellationToken cancellationToken)
    {
        if (opened.App is { } app)
        {
            return await _tokens.LoginAsync(repository, app, opened.CertificateAuthorities, cancellationToken);
        }

        try
        {
            return (await api.Open(opened.Token!, opened.CertificateAuthorities, cancellationToken).User.Current()).Login;
        }
        catch (Octokit.ApiException e)
        {
            throw GitHubFailures.Of(api, e, "it cannot be told whose token it is");
        }
    }

    private static void Check(GitRepositoryOptions repository, IReadOnlyDictionary<string, string>? data, string? sshKey, string? knownHosts)
    {
        if (GitUrl.Parse(repository.Url)?.Scheme == "ssh" && (sshKey is null || knownHosts is null))
        {
            throw Unusable(repository, $"Secret {repository.Auth.SecretName} needs identity (or ssh-privatekey) and known_hosts");
        }

        if (data is not null && GitUrl.Parse(repository.Url)?.Scheme is "https" or "http" && !data!.ContainsKey("password") && !data.ContainsKey("bearerToken") && !IsAppIn(repository, data))
        {
            throw Unusable(repository, $"Secret {repository.Auth.SecretName} needs username and password, or bearerToken{(repository.Provider is null ? "" : $", or {SecretAppId}, {SecretInstallationId} and {SecretPrivateKey}")}");
        }
    }

    private static bool IsAppIn(GitRepositoryOptions repository, IReadOnlyDictionary<string, string>? data) => repository.Provider is not null && data?.ContainsKey(SecretPrivateKey) == true;

    private static async Task<GitHubAppKey?> AppAsync(GitRepositoryOptions repository, IReadOnlyDictionary<string, string>? data, CancellationToken cancellationToken)
    {
        if (repository.Auth is { AppId: { } appId, InstallationId: { } installationId, PrivateKeyFile: { } file })
        {
            return new GitHubAppKey(appId, installationId, (await FileAsync(repository, "auth.privateKeyFile", file, cancellationToken))!);
        }

        return !IsAppIn(repository, data) ? null
            : Number(data!, SecretAppId) is { } app && Number(data!, SecretInstallationId) is { } installation ? new GitHubAppKey(app, installation, data![SecretPrivateKey])
            : throw Unusable(repository, $"Secret {repository.Auth.SecretName} needs {SecretAppId} and {SecretInstallationId}, which are numbers, beside {SecretPrivateKey}");
    }

    private static long? Number(IReadOnlyDictionary<string, string> data, string key) =>
        long.TryParse(data.GetValueOrDefault(key)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Line(GitRepositoryOptions repository, string? header) => header is null || header.AsSpan().IndexOfAny("\r\n\0") < 0
        ? header
        : throw Unusable(repository, "the password or token must be one line of text");

    // ssh takes no key with CRLF or without a last line break.
    private static string? Key(string? text) => text is null ? null : text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    private static IEnumerable<string> KeyLines(string? key) => (key ?? "").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 40 && !l.StartsWith('-'));

    private async Task<Dictionary<string, string>> SecretAsync(GitRepositoryOptions repository, string name, CancellationToken cancellationToken)
    {
        if (client is null || ns is null)
        {
            throw Unusable(repository, "auth.secretName needs a cluster; use files instead");
        }

        try
        {
            var found = await client.FindAsync<SecretObject>(SecretObject.Type, new ObjectKey(ns, name), cancellationToken)
                ?? throw Unusable(repository, $"Secret {ns}/{name} does not exist; create it, or correct auth.secretName");
            return (found.Data ?? new Dictionary<string, byte[]>(StringComparer.Ordinal)).ToDictionary(d => d.Key, d => Encoding.UTF8.GetString(d.Value), StringComparer.Ordinal);
        }
        catch (KubeApiException e) when (e.IsForbidden)
        {
            throw Unusable(repository, $"the operator may not read Secret {ns}/{name}; grant it get on this Secret");
        }
        catch (KubeApiException e)
        {
            throw new FailureException(Reasons.GitUnavailable, $"Git repository '{repository.Name}': Secret {ns}/{name} cannot be read: {e.Message}", retryAfter: e.RetryAfter, inner: e);
        }
    }

    private static async Task<string?> FileAsync(GitRepositoryOptions repository, string field, string? file, CancellationToken cancellationToken)
    {
        try
        {
            return file is null ? null : await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(repository, $"{field} cannot be read; check that the file exists and that the operator may read it");
        }
    }

    private static FailureException Unusable(GitRepositoryOptions repository, string what) =>
        new(Reasons.GitUnauthorized, $"Git repository '{repository.Name}': {what}");
}
