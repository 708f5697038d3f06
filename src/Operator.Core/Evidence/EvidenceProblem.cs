namespace Operator.Core.Evidence;

/// <summary>Why something could not be read.</summary>
/// <param name="Reason">A reason of Operator.Api.Reasons.</param>
/// <param name="Message">A sentence for people: field, cause and fix.</param>
public sealed record EvidenceProblem(string Reason, string Message);
