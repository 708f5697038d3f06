using Operator.Api;
using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>Turns what git says about an exchange with a server into a reason, with the server's own words.</summary>
internal static class GitFailures
{
    private const string NoUser = "No user exists for uid";

    // The first that matches counts. Terminal is what only a person can change.
    private static readonly (string Words, string Reason, bool IsTerminal)[] Known =
    [
        ("Host key verification failed", Reasons.HostKeyInvalid, true),
        ("REMOTE HOST IDENTIFICATION HAS CHANGED", Reasons.HostKeyInvalid, true),
        (NoUser, Reasons.SSHKeyInvalid, true),
        ("error in libcrypto", Reasons.SSHKeyInvalid, true),
        ("invalid format", Reasons.SSHKeyInvalid, true),
        ("bad permissions", Reasons.SSHKeyInvalid, true),
        ("incorrect passphrase", Reasons.SSHKeyInvalid, true),
        ("Permission denied (", Reasons.GitUnauthorized, false),
        ("Authentication failed", Reasons.GitUnauthorized, false),
        ("terminal prompts disabled", Reasons.GitUnauthorized, false),
        ("could not read Username", Reasons.GitUnauthorized, false),
        ("returned error: 401", Reasons.GitUnauthorized, false),
        ("returned error: 403", Reasons.GitUnauthorized, false),
        ("SSL certificate problem", Reasons.CertificateInvalid, true),
        ("server certificate verification failed", Reasons.CertificateInvalid, true),
        ("no alternative certificate subject name matches", Reasons.CertificateInvalid, true),
        ("does not match target host name", Reasons.CertificateInvalid, true),
        ("returned error: 301", Reasons.RepositoryMoved, true),
        ("returned error: 302", Reasons.RepositoryMoved, true),
        ("returned error: 307", Reasons.RepositoryMoved, true),
        ("returned error: 308", Reasons.RepositoryMoved, true),
        ("returned error: 404", Reasons.RepositoryNotFound, true),
        ("does not appear to be a git repository", Reasons.RepositoryNotFound, true),
        ("' not found", Reasons.RepositoryNotFound, true),
        ("not valid: is this a git repository", Reasons.NotAGitServer, false),
        ("dubious ownership", Reasons.GitUnauthorized, true),
    ];

    /// <summary>The failure.</summary>
    /// <param name="repository">Which repository.</param>
    /// <param name="outcome">How git ended.</param>
    /// <param name="credentials">What must not be shown.</param>
    public static FailureException Of(GitRepositoryOptions repository, GitOutcome outcome, GitCredentials credentials)
    {
        var known = Known.FirstOrDefault(k => outcome.Error.Contains(k.Words, StringComparison.OrdinalIgnoreCase));
        var said = GitMessage.Clean(outcome.Error, credentials.Secrets);
        said = said.Length > 0 ? said
            : known.Reason == Reasons.GitUnauthorized ? credentials.Secrets.Count == 0 ? "none are configured" : "it asks for others"
            : $"git ended with exit code {outcome.ExitCode}";
        return new FailureException(
            known.Reason ?? Reasons.GitUnavailable,
            $"Git repository '{repository.Name}': {(known.Words == NoUser ? "ssh needs a name for the user that the operator runs as, in /etc/passwd or from libnss_wrapper.so: " : What(known.Reason))}{said}",
            known.IsTerminal);
    }

    private static string What(string? reason) => reason switch
    {
        Reasons.GitUnauthorized => "the server refuses the credentials: ",
        Reasons.HostKeyInvalid => "the server's host key is not the one in known_hosts (knownHostsFile): ",
        Reasons.SSHKeyInvalid => "the ssh key cannot be used: ",
        Reasons.CertificateInvalid => "the server's certificate is not trusted; set caFile: ",
        Reasons.RepositoryMoved => "the server redirects to another address, which is not followed; correct the url: ",
        Reasons.RepositoryNotFound => "there is no repository at its url, or the credentials do not show it: ",
        Reasons.NotAGitServer => "what answers at its url is not a Git server: ",
        _ => "",
    };
}
