namespace Operator.Publishing.Git;

/// <summary>Who a commit says has made it.</summary>
public sealed class GitCommitterOptions
{
    /// <summary>The name. Default: postmortem-operator.</summary>
    public string Name { get; set; } = "postmortem-operator";

    /// <summary>The address. Default: postmortem-operator@localhost.</summary>
    public string Email { get; set; } = "postmortem-operator@localhost";
}
