using Operator.Api;

namespace Operator.Publishing.Git;

/// <summary>One branch of one Git repository, and who may publish there.</summary>
public sealed class GitRepositoryOptions
{
    /// <summary>The name that resources use; lower-case letters, digits and dashes.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where it is: https://, http://, ssh:// or file:// (or an absolute path), without user and password but for the user of ssh.</summary>
    public string Url { get; set; } = "";

    /// <summary>Whose server it is: github for GitHub and GitHub Enterprise, which a GitHub App can push to. Default: none, any server of Git.</summary>
    public string? Provider { get; set; }

    /// <summary>
    /// Where GitHub's REST API is. Default: https://api.github.com for github.com, https://api.HOST for a host of ghe.com, and /api/v3 on the
    /// repository's host otherwise.
    /// </summary>
    public string? ApiUrl { get; set; }

    /// <summary>How documents get into the branch, unless spec.outputs.git.strategy says otherwise. PullRequest needs provider github. Default: Push.</summary>
    public GitStrategy Strategy { get; set; }

    /// <summary>What the names of branches for pull requests begin with. Default: postmortem/.</summary>
    public string BranchPrefix { get; set; } = "postmortem/";

    /// <summary>How many pull requests of this cluster may be open at a time. Default: 10; from 1 to 200.</summary>
    public int MaxOpenPullRequests { get; set; } = 10;

    /// <summary>The branch. It must exist, unless the repository is empty. Default: main.</summary>
    public string Branch { get; set; } = "main";

    /// <summary>The folder below which everything is published. Default: postmortems.</summary>
    public string Root { get; set; } = "postmortems";

    /// <summary>The namespaces whose resources may name this repository, as globs with * and ?. Default: all.</summary>
    public IReadOnlyList<string> AllowedNamespaces { get; set; } = ["*"];

    /// <summary>Who the operator is to the server. Default: nobody.</summary>
    public GitAuthOptions Auth { get; set; } = new();

    /// <summary>The file with the CA certificates that an https server is checked against. Default: the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>Who commits.</summary>
    public GitCommitterOptions Committer { get; set; } = new();

    /// <summary>The file with the private ssh key that commits are signed with, without passphrase. Default: none, and commits are not signed.</summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>
    /// Whose signed commits are verified, each as in OpenSSH's allowed signers: one address, and a public ssh key, such as
    /// <c>ann@example.com ssh-ed25519 AAAA…</c>. Default: none, and no sign-off in Git counts as an approval.
    /// </summary>
    public IReadOnlyList<string> AllowedSigners { get; set; } = [];

    /// <summary>Whether README.md in the root folder lists all post-mortems. Default: true.</summary>
    public bool Index { get; set; } = true;

    /// <summary>Whether documents begin with front matter for MkDocs and Backstage TechDocs: title, date and tags. Default: false.</summary>
    public bool FrontMatter { get; set; }

    /// <summary>How long one exchange with the server may take. Default: 60 s; from 1 s to 10 min.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often to look whether people have changed the branch. Default: 5 min; from 1 s to 1 day.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The same repository with another branch.</summary>
    internal GitRepositoryOptions On(string branch)
    {
        var other = (GitRepositoryOptions)MemberwiseClone();
        other.Branch = branch;
        return other;
    }
}
