namespace Operator.Publishing;

/// <summary>How far a delivery has come. One that failed is a <see cref="Core.FailureException"/>.</summary>
internal enum PublicationState
{
    /// <summary>It waits for somebody or something else.</summary>
    Pending,

    /// <summary>The document is there.</summary>
    Delivered,

    /// <summary>People do not want it there, so that it is not delivered.</summary>
    Withheld,
}
