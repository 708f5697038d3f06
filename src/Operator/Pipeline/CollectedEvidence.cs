using Operator.Core.Evidence;
using Operator.Runtime.Controllers;

namespace Operator.Pipeline;

/// <summary>The answer to the question for evidence.</summary>
/// <param name="Evidence">What was read; null when the source as a whole did not answer.</param>
/// <param name="Failure">Why it did not.</param>
internal sealed record CollectedEvidence(IncidentEvidence? Evidence, ReconcileException? Failure);
