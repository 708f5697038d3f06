namespace Operator.Pipeline;

/// <summary>One thing that went wrong.</summary>
/// <param name="Condition">The condition that is false because of it.</param>
/// <param name="Reason">In PascalCase.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record PipelineProblem(string Condition, string Reason, string Message);
