using Operator.Core;

namespace Operator.Publishing;

/// <summary>Delivers documents to one kind of place.</summary>
internal interface IPublisher
{
    /// <summary>Whether the spec asks for this kind of place.</summary>
    /// <exception cref="FailureException">The spec names a place that is kept for something else.</exception>
    bool IsWanted { get; }

    /// <summary>Delivers the document where the spec wants it, and takes away what was delivered elsewhere before. The delivery may end later.</summary>
    /// <returns>How far it has come; null when the spec asks for no such place.</returns>
    /// <exception cref="FailureException">It cannot be delivered.</exception>
    Task<Publication?> PublishAsync(PublishedDocument document, CancellationToken cancellationToken);
}
