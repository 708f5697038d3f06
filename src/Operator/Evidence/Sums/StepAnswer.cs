using Operator.Core.Evidence;
using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>The values of terms over the steps of a grid.</summary>
/// <param name="Grid">The steps that were answered: the later part of those asked for when something stopped the reading.</param>
/// <param name="Values">By term; a value for each step of <paramref name="Grid"/>, oldest first, null where the term has no data.</param>
/// <param name="Problem">What stopped the reading; null when all was answered.</param>
internal sealed record StepAnswer(StepGrid? Grid, IReadOnlyDictionary<string, double?[]> Values, EvidenceProblem? Problem);
