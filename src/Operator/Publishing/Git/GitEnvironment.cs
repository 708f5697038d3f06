using System.Globalization;

namespace Operator.Publishing.Git;

/// <summary>
/// What every run of git in a copy is told through its environment: settings and credentials. Nothing of it is in a command line, which every
/// user of the machine can read, and no file of settings of the machine or of a person counts.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="folder">A folder that only the operator can read.</param>
internal sealed class GitEnvironment(GitRepositoryOptions repository, string folder)
{
    /// <summary>The file with the key that signs commits, if there is one.</summary>
    public string SigningKeyFile { get; } = Path.Combine(folder, "signing-key");

    /// <summary>The variables. Keys and certificates are written to files that only the operator can read.</summary>
    public async Task<IReadOnlyDictionary<string, string>> CreateAsync(GitUrl url, GitCredentials credentials, CancellationToken cancellationToken)
    {
        List<(string Key, string Value)> settings =
        [
            ("gc.auto", "0"), ("maintenance.auto", "false"), ("core.hooksPath", "/dev/null"), ("core.fsmonitor", "false"), ("credential.helper", ""),
            ("protocol.allow", "never"), ($"protocol.{url.Scheme}.allow", "always"),
            // An Authorization header would go along to wherever a server redirects.
            ("http.followRedirects", "false"), ("http.userAgent", "postmortem-operator git"),
            // So that a large repository does not take the memory of the pod.
            ("pack.threads", "1"), ("index.threads", "1"), ("pack.windowMemory", "16m"), ("pack.deltaCacheSize", "8m"),
            ("core.packedGitWindowSize", "4m"), ("core.packedGitLimit", "32m"), ("core.deltaBaseCacheLimit", "8m"), ("core.bigFileThreshold", "4m"),
            ("user.name", repository.Committer.Name), ("user.email", repository.Committer.Email), ("user.useConfigOnly", "true"),
            ("fastimport.unpackLimit", "1"), ("fetch.writeCommitGraph", "false"), ("transfer.advertiseSID", "false"), ("push.negotiate", "false"),
        ];
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        if (credentials.Authorization is { } authorization)
        {
            settings.Add(("http.extraHeader", $"Authorization: {authorization}"));
        }

        if (credentials.CertificateAuthorities is { } authorities)
        {
            settings.Add(("http.sslCAInfo", await WriteAsync("ca.crt", authorities, cancellationToken)));
        }

        if (credentials is { SshKey: { } key, KnownHosts: { } knownHosts })
        {
            variables["GIT_SSH"] = SshLauncher.Program;
            variables["GIT_SSH_VARIANT"] = "ssh";
            variables[SshLauncher.KeyVariable] = await WriteAsync("ssh-key", key, cancellationToken);
            variables[SshLauncher.KnownHostsVariable] = await WriteAsync("known_hosts", knownHosts.ReplaceLineEndings("\n").TrimEnd('\n') + "\n", cancellationToken);
        }

        if (credentials.SigningKey is { } signingKey)
        {
            settings.Add(("gpg.format", "ssh"));
            settings.Add(("user.signingKey", await WriteAsync(Path.GetFileName(SigningKeyFile), signingKey, cancellationToken)));
        }

        if (repository.AllowedSigners.Count > 0)
        {
            settings.Add(("gpg.ssh.allowedSignersFile", await WriteAsync("allowed-signers", string.Join('\n', repository.AllowedSigners) + "\n", cancellationToken)));

            // Keys of OpenPGP and X.509 are nobody's that the configuration names, whatever is installed here.
            settings.Add(("gpg.openpgp.program", "false"));
            settings.Add(("gpg.x509.program", "false"));
        }

        // The program that serves a path reads this file and no other setting of ours. It refuses repositories of another user otherwise.
        var safe = url.Scheme == "file" ? $"[safe]\n\tdirectory = \"{new Uri(url.Text).LocalPath.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n" : "";
        variables["GIT_CONFIG_GLOBAL"] = await WriteAsync("gitconfig", safe, cancellationToken);
        if (UserEntry.LibraryPath is { } library)
        {
            variables["LD_PRELOAD"] = library;
            variables["NSS_WRAPPER_PASSWD"] = await WriteAsync("passwd", UserEntry.Users(folder), cancellationToken);
            variables["NSS_WRAPPER_GROUP"] = await WriteAsync("group", UserEntry.Groups, cancellationToken);
        }

        variables["GIT_CONFIG_COUNT"] = settings.Count.ToString(CultureInfo.InvariantCulture);
        foreach (var (index, (name, value)) in settings.Index())
        {
            variables[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{index}")] = name;
            variables[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{index}")] = value;
        }

        return variables;
    }

    private async Task<string> WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, name);
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellationToken) == text)
        {
            return file;
        }

        var fresh = file + ".new";
        File.Delete(fresh);
        await using (var stream = OwnerOnly.CreateFile(fresh))
        await using (var writer = new StreamWriter(stream))
        {
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
        }

        File.Move(fresh, file, overwrite: true);
        return file;
    }
}
