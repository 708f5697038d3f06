namespace Operator.Api;

/// <content>The reasons of publishing to Git repositories and GitHub, and of issues there.</content>
public static partial class Reasons
{
    /// <summary>The document is published, and people have edited blocks of it in Git, which stay as they are.</summary>
    public const string HumanEdited = "HumanEdited";

    /// <summary>Somebody deleted the published file from the branch; it is not published again.</summary>
    public const string FileDeleted = "FileDeleted";

    /// <summary>No repository of that name is configured.</summary>
    public const string RepositoryUnknown = "RepositoryUnknown";

    /// <summary>The repository may not be named by resources of this namespace.</summary>
    public const string RepositoryForbidden = "RepositoryForbidden";

    /// <summary>The server redirects to another address; the operator does not follow, because it would send its credentials there.</summary>
    public const string RepositoryMoved = "RepositoryMoved";

    /// <summary>There is no repository at the URL, or the credentials do not show it.</summary>
    public const string RepositoryNotFound = "RepositoryNotFound";

    /// <summary>The configured branch does not exist, or somebody deleted it.</summary>
    public const string BranchMissing = "BranchMissing";

    /// <summary>What answers at the URL is not a Git server, such as a login page.</summary>
    public const string NotAGitServer = "NotAGitServer";

    /// <summary>The Git server refuses the credentials, or they cannot be read.</summary>
    public const string GitUnauthorized = "GitUnauthorized";

    /// <summary>The ssh server's host key is not the one in known_hosts.</summary>
    public const string HostKeyInvalid = "HostKeyInvalid";

    /// <summary>The ssh key cannot be used: it has a passphrase, or is no private key.</summary>
    public const string SSHKeyInvalid = "SSHKeyInvalid";

    /// <summary>The Git server, its hooks or the branch's protection refuse the push.</summary>
    public const string PushRefused = "PushRefused";

    /// <summary>The Git server cannot be reached or did not answer in time; the operator retries.</summary>
    public const string GitUnavailable = "GitUnavailable";

    /// <summary>GitHub asks to wait because of its rate limits; the operator does, and retries.</summary>
    public const string GitHubThrottled = "GitHubThrottled";

    /// <summary>The document, or a change of it, is proposed in a pull request that waits for people.</summary>
    public const string PullRequestOpen = "PullRequestOpen";

    /// <summary>A person closed the pull request without merging it: not now. Another value of annotation postmortem.dev/reconcile-at opens a new one.</summary>
    public const string PullRequestDeclined = "PullRequestDeclined";

    /// <summary>As many pull requests are open as the repository may have; the document is proposed when one of them is merged or closed.</summary>
    public const string PullRequestLimited = "PullRequestLimited";

    /// <summary>The repository has no commit that a pull request could be for.</summary>
    public const string RepositoryEmpty = "RepositoryEmpty";

    /// <summary>The document's branch has commits of people that no open pull request proposes; it is left as it is.</summary>
    public const string BranchNameTaken = "BranchNameTaken";

    /// <summary>GitHub found a secret in the document and refuses it.</summary>
    public const string SecretDetected = "SecretDetected";

    /// <summary>A bot closed the issue of an action item, which says nothing of the action item.</summary>
    public const string IssueClosedByBot = "IssueClosedByBot";

    /// <summary>A file that is not this resource's is at the path; it is left as it is.</summary>
    public const string PathTaken = "PathTaken";

    /// <summary>The path may not be published to, or leads through a symbolic link or a submodule.</summary>
    public const string PathUnsafe = "PathUnsafe";

    /// <summary>The markers of the published file cannot be told apart; it is left as it is.</summary>
    public const string MarkersAmbiguous = "MarkersAmbiguous";

    /// <summary>The repository's .gitattributes give published files a filter, such as that of Git LFS.</summary>
    public const string AttributesUnsupported = "AttributesUnsupported";

    /// <summary>The document is published; the index page of the repository is people's own and is left as it is.</summary>
    public const string IndexUnmarked = "IndexUnmarked";

    /// <summary>The document is published; the Git server refuses changes of the repository's index page.</summary>
    public const string IndexRefused = "IndexRefused";

    /// <summary>A resource with deletionPolicy Delete is gone, and its files stay, because their repository is no longer configured.</summary>
    public const string FilesLeft = "FilesLeft";
}
