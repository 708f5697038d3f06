namespace Operator.Publishing;

/// <summary>How far a delivery has come. One that failed is a <see cref="Core.FailureException"/>.</summary>
internal enum PublicationState
{
    /// <summary>It waits for somebody or something else.</summary>
    Pending,

    /// <summary>The document is there.</summary>
    Delivered,

    /// <summary>It is proposed to people, or will be, and it is theirs to decide.</summary>
    Proposed,

    /// <summary>People do not want it there, so that it is not delivered.</summary>
    Withheld,
}
