using System.Security.Cryptography;
using System.Text;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub;

/// <summary>Names of branches for pull requests: the same for a resource always, so that what a crash left is found again.</summary>
internal static class ProposalBranch
{
    private const string Index = "_index";

    // A loose ref is a file, and git locks it by a longer name.
    private const int LongestSegment = 200;

    /// <summary>What the names of all branches of a cluster begin with.</summary>
    public static string PrefixOf(GitRepositoryOptions repository, string cluster) => $"{repository.BranchPrefix}{Segment(cluster)}/";

    /// <summary>The branch of a resource.</summary>
    public static string Of(GitRepositoryOptions repository, DocumentOwner owner) => $"{PrefixOf(repository, owner.Cluster)}{owner.Namespace}/{Segment(owner.Name)}";

    /// <summary>The branch of the index page. No namespace has an underscore.</summary>
    public static string OfIndex(GitRepositoryOptions repository, string cluster) => PrefixOf(repository, cluster) + Index;

    /// <summary>Whether a branch is that of an index page.</summary>
    public static bool IsIndex(string branch) => branch.EndsWith('/' + Index, StringComparison.Ordinal);

    // What Git refuses in names that Kubernetes takes.
    private static string Segment(string name) => name.Length <= LongestSegment && !name.EndsWith(".lock", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal)
        ? name
        : $"{name.Replace("..", "-", StringComparison.Ordinal)[..Math.Min(name.Length, LongestSegment - 20)].TrimEnd('.')}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 5))}";
}
