using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A Git repository that holds the document.</summary>
public sealed record GitOutputSpec
{
    /// <summary>Where the document is below the repository's root folder, unless a spec says otherwise.</summary>
    public const string DefaultPath = "{{ year }}/{{ namespace }}/{{ name }}/README.md";

    /// <summary>The name of a repository that the operator's administrator configured; never a URL.</summary>
    [Text(63, Minimum = 1, Pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    public required string Repository { get; init; }

    /// <summary>
    /// Where the document is below the repository's root folder: a path that ends with /README.md or /index.md, in which year, month, day,
    /// cluster, namespace, name, incident_id, severity and service may stand in double braces. It is fixed when the document is first published.
    /// </summary>
    [DefaultValue(DefaultPath), Text(512, Minimum = 1)]
    public string Path { get; init; } = DefaultPath;

    /// <summary>How it gets into the repository's branch: Push, or PullRequest on GitHub. Default: as the operator's administrator configured it for the repository.</summary>
    public GitStrategy? Strategy { get; init; }
}
