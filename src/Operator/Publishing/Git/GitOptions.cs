namespace Operator.Publishing.Git;

/// <summary>The Git repositories that documents may be published to.</summary>
public sealed class GitOptions
{
    /// <summary>The repositories; a resource names one of them in spec.outputs.git.repository. Default: none.</summary>
    public IList<GitRepositoryOptions> Repositories { get; set; } = [];

    /// <summary>Names of other clusters whose published documents are taken over, such as of one that this cluster replaces. Default: none.</summary>
    public IReadOnlyList<string> AdoptClusters { get; set; } = [];

    /// <summary>The folder of the operator's copies of the repositories, which may be lost at any time. Default: a folder within the system's temporary one.</summary>
    public string? Directory { get; set; }
}
