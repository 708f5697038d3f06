using Operator.Core;
using Operator.Evidence;

namespace Operator.Pipeline;

/// <summary>The answer to the question for evidence.</summary>
/// <param name="Evidence">What was read; null when the source as a whole did not answer.</param>
/// <param name="Failure">Why it did not.</param>
/// <param name="Saved">The file that it was read from; null when Prometheus was asked.</param>
internal sealed record CollectedEvidence(Collection? Evidence, FailureException? Failure, SavedEvidence? Saved = null);
