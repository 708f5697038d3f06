namespace Operator.Publishing.Git;

/// <summary>Credentials of a repository. Files and Secrets are read again for each exchange with the server, so that they may rotate.</summary>
public sealed class GitAuthOptions
{
    /// <summary>The user of basic authentication; with a token as password, servers take any. Default: git.</summary>
    public string Username { get; set; } = "git";

    /// <summary>The file with the password or access token of basic authentication.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The file with a token that is sent as "Authorization: Bearer", for servers that want that.</summary>
    public string? BearerTokenFile { get; set; }

    /// <summary>The file with a private ssh key without passphrase.</summary>
    public string? SshKeyFile { get; set; }

    /// <summary>The file with the ssh server's host keys; needed with <see cref="SshKeyFile"/>.</summary>
    public string? KnownHostsFile { get; set; }

    /// <summary>The ID of a GitHub App, in place of a password; with provider github only.</summary>
    public long? AppId { get; set; }

    /// <summary>The ID of the App's installation for the repository's owner; needed with <see cref="AppId"/>.</summary>
    public long? InstallationId { get; set; }

    /// <summary>The file with the App's private key in PEM; needed with <see cref="AppId"/>.</summary>
    public string? PrivateKeyFile { get; set; }

    /// <summary>
    /// A Secret in the operator's own namespace, in place of files: username and password, or bearerToken, or identity (or ssh-privatekey)
    /// and known_hosts, or githubAppID, githubAppInstallationID and githubAppPrivateKey; also ca.crt and signing-key.
    /// </summary>
    public string? SecretName { get; set; }
}
