namespace Operator.Publishing.Git;

/// <summary>The last answer about a resource.</summary>
/// <param name="delivery">The answer.</param>
/// <param name="tip">The branch's newest commit then; null without one.</param>
internal sealed class GitAnswer(GitDelivery delivery, string? tip)
{
    public string? Tip => tip;

    public GitDelivery Delivery => delivery;

    /// <summary>Whether the resource's worker has it.</summary>
    public bool IsTold { get; set; }

    /// <summary>Whether a round of the resource has taken what people say by boxes.</summary>
    public bool IsHeard { get; set; } = delivery.Boxes.Count == 0;

    /// <summary>Whether somebody asks for a new try, so that it does not stand until then.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether the branch has changed since.</summary>
    public bool IsStale { get; set; }
}
