using Operator.Api;
using Operator.Manifests;

namespace Operator.Validation;

/// <summary>The verdict on one document.</summary>
/// <param name="Resource">The resource; null when it is invalid.</param>
/// <param name="Problems">Everything that was found, in the order of lines.</param>
internal sealed record ValidationResult(PostMortem? Resource, IReadOnlyList<Problem> Problems);
