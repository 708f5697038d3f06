using System.Text.RegularExpressions;
using Operator.Core;
using Operator.Publishing.GitHub;

namespace Operator.Publishing.Git;

/// <summary>Says what is wrong with the configured repositories, each with its path and what would be right.</summary>
internal static partial class GitOptionsValidator
{
    /// <summary>Checks all of it; reads no file and opens no connection.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="clusterName">The configured name of the cluster.</param>
    /// <returns>One sentence for each problem; empty when all is well.</returns>
    public static IReadOnlyList<string> Validate(GitOptions options, string? clusterName)
    {
        List<string> problems = [];
        if (clusterName is not null && !ClusterPattern().IsMatch(clusterName))
        {
            problems.Add("clusterName: must be 1 to 63 letters, digits, dots, dashes and underscores, beginning and ending with a letter or digit");
        }
        else if (clusterName is null && options.Repositories.Count > 0)
        {
            problems.Add("clusterName: is needed with git.repositories, because published files say which cluster they come from; set a name that no other cluster has");
        }

        if (options.Directory is { } directory && string.IsNullOrWhiteSpace(directory))
        {
            problems.Add("git.directory: is empty; name a directory, or leave the field out");
        }
        else if (options.Directory is { } relative && !Path.IsPathRooted(relative))
        {
            problems.Add("git.directory: must be an absolute path");
        }

        problems.AddRange(options.AdoptClusters.Index().Where(c => !ClusterPattern().IsMatch(c.Item)).Select(c => $"git.adoptClusters[{c.Index}]: '{c.Item}' is not the name of a cluster"));
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var (index, repository) in options.Repositories.Index())
        {
            var path = $"git.repositories[{index}]";
            if (!names.Add(repository.Name))
            {
                problems.Add($"{path}.name: '{repository.Name}' is used twice; each repository needs a name of its own");
            }

            if (options.Repositories.Take(index).FirstOrDefault(r => r.Branch == repository.Branch && AreSame(r, repository)) is { } twin)
            {
                problems.Add($"{path}.url: branch {repository.Branch} of this url is that of repository '{twin.Name}' already; open one entry to all namespaces that need it in allowedNamespaces");
            }
            else if (options.Repositories.Take(index).FirstOrDefault(r => r.Provider is not null && repository.Provider is not null && r.BranchPrefix == repository.BranchPrefix && AreSame(r, repository)) is { } sharing)
            {
                problems.Add($"{path}.branchPrefix: is that of repository '{sharing.Name}', which has the same url: branches of pull requests would be one; give each its own");
            }

            problems.AddRange(Naming(repository, path).Concat(Address(repository, path)).Concat(GitHubOptionsValidator.Validate(repository, path)).Concat(Credentials(repository, path)).Concat(Signers(repository, path)).Concat(Limits(repository, path)));
        }

        return problems;
    }

    private static IEnumerable<string> Naming(GitRepositoryOptions repository, string path)
    {
        if (!KubernetesNames.IsLabel(repository.Name))
        {
            yield return $"{path}.name: '{repository.Name}' must be 1 to 63 lower-case letters, digits and dashes";
        }

        if (!IsBranch(repository.Branch))
        {
            yield return $"{path}.branch: '{repository.Branch}' is not the name of a branch, such as main";
        }

        if (GitPath.Problem(repository.Root) is { } problem)
        {
            yield return $"{path}.root: {problem}";
        }

        foreach (var glob in repository.AllowedNamespaces.Where(g => !GlobPattern().IsMatch(g)))
        {
            yield return $"{path}.allowedNamespaces: '{glob}' is not a namespace or a glob such as team-*";
        }

        if (!IdentityPattern().IsMatch(repository.Committer.Name) || !EmailPattern().IsMatch(repository.Committer.Email))
        {
            yield return $"{path}.committer: needs a name and an email address on one line, without angle brackets";
        }
    }

    private static IEnumerable<string> Address(GitRepositoryOptions repository, string path)
    {
        var url = GitUrl.Parse(repository.Url);
        if (url is null)
        {
            yield return $"{path}.url: must be an https, http, ssh or file URL such as https://git.example.com/team/handbook.git, or an absolute path";
        }
        else if (url.HasPassword)
        {
            yield return $"{path}.url: must not contain a user or password; use auth";
        }

        if (repository.CaFile is not null && url is not { Scheme: "https" })
        {
            yield return $"{path}.caFile: needs an https url";
        }
    }

    private static IEnumerable<string> Credentials(GitRepositoryOptions repository, string path)
    {
        var auth = repository.Auth;
        (string Name, string? File)[] files =
        [
            ("auth.passwordFile", auth.PasswordFile), ("auth.bearerTokenFile", auth.BearerTokenFile), ("auth.sshKeyFile", auth.SshKeyFile), ("auth.knownHostsFile", auth.KnownHostsFile),
            ("auth.privateKeyFile", auth.PrivateKeyFile), ("caFile", repository.CaFile), ("signingKeyFile", repository.SigningKeyFile),
        ];
        foreach (var (name, _) in files.Where(f => f.File is not null && string.IsNullOrWhiteSpace(f.File)))
        {
            yield return $"{path}.{name}: is empty; name a file, or leave the field out";
        }

        var scheme = GitUrl.Parse(repository.Url)?.Scheme;
        string?[] kinds = [auth.PasswordFile, auth.BearerTokenFile, auth.SshKeyFile, auth.PrivateKeyFile, auth.SecretName];
        if (kinds.Count(k => k is not null) > 1)
        {
            yield return $"{path}.auth: only one of passwordFile, bearerTokenFile, sshKeyFile, privateKeyFile and secretName can be set";
        }

        if ((auth.SshKeyFile is null) != (auth.KnownHostsFile is null))
        {
            yield return $"{path}.auth: sshKeyFile and knownHostsFile must be set together; the operator connects to no ssh server whose host key it does not know";
        }

        if (scheme == "ssh" && auth.SshKeyFile is null && auth.SecretName is null)
        {
            yield return $"{path}.auth: an ssh url needs sshKeyFile and knownHostsFile, or secretName";
        }

        if (scheme is not "ssh" and not null && auth.SshKeyFile is not null)
        {
            yield return $"{path}.auth.sshKeyFile: needs an ssh url";
        }

        if (scheme is not "https" and not "http" and not null && (auth.PasswordFile ?? auth.BearerTokenFile) is not null)
        {
            yield return $"{path}.auth: passwordFile and bearerTokenFile need an https url";
        }

        if (auth.Username.Length == 0 || auth.Username.AsSpan().IndexOfAny(":\r\n\0") >= 0)
        {
            yield return $"{path}.auth.username: must be a name without a colon";
        }

        if (auth.SecretName is { } secret && !KubernetesNames.IsSubdomain(secret))
        {
            yield return $"{path}.auth.secretName: is not the name of a Secret, which has lower-case letters, digits, dashes and dots";
        }
    }

    private static IEnumerable<string> Signers(GitRepositoryOptions repository, string path) => repository.AllowedSigners.Index().Where(s => !SignerPattern().IsMatch(s.Item))
        .Select(s => $"{path}.allowedSigners[{s.Index}]: must be one address and a public ssh key, such as ann@example.com ssh-ed25519 AAAA…");

    private static IEnumerable<string> Limits(GitRepositoryOptions repository, string path)
    {
        if (repository.Timeout < TimeSpan.FromSeconds(1) || repository.Timeout > TimeSpan.FromMinutes(10))
        {
            yield return $"{path}.timeout: must be from 1s to 10m";
        }

        if (repository.PollInterval < TimeSpan.FromSeconds(1) || repository.PollInterval > TimeSpan.FromDays(1))
        {
            yield return $"{path}.pollInterval: must be from 1s to 1d";
        }
    }

    private static bool AreSame(GitRepositoryOptions one, GitRepositoryOptions two) =>
        (GitUrl.Parse(one.Url) is { } first && GitUrl.Parse(two.Url) is { } second && first.IsSamePlace(second))
        || (one.Provider is not null && two.Provider is not null && GitHubRepository.Parse(one.Url, one.ApiUrl)?.IsSame(GitHubRepository.Parse(two.Url, two.ApiUrl)) == true);

    /// <summary>Whether a branch may be called so: the rules of git check-ref-format, and none that begins with a dash.</summary>
    public static bool IsBranch(string branch) =>
        branch.Length is > 0 and <= 200 && BranchPattern().IsMatch(branch)
        && !branch.Contains("..", StringComparison.Ordinal) && !branch.Contains("//", StringComparison.Ordinal) && !branch.Contains("@{", StringComparison.Ordinal)
        && branch.Split('/').All(p => !p.StartsWith('.') && !p.EndsWith(".lock", StringComparison.Ordinal) && !p.EndsWith('.'));

    [GeneratedRegex("^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClusterPattern();

    [GeneratedRegex("^[-a-z0-9*?]{1,63}\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GlobPattern();

    [GeneratedRegex("^[A-Za-z0-9_][-A-Za-z0-9_./@+=#]*(?<!/)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BranchPattern();

    [GeneratedRegex("^[^<>\\p{Cc}]{1,100}\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IdentityPattern();

    [GeneratedRegex("^[^<>\\s\\p{Cc}@]+@[^<>\\s\\p{Cc}@]+\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmailPattern();

    [GeneratedRegex("^[^\\s,*?!\"@#]+@[^\\s,*?!\"@]+( [-a-zA-Z]+=\"[^\"\\p{Cc}]*\")* (ssh|ecdsa|sk)-[-a-z0-9@.]+ [A-Za-z0-9+/]{40,}={0,2}( [^\\p{Cc}]*)?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SignerPattern();
}
