namespace Operator.EndToEnd.Tests.Support;

/// <summary>Something that happens in a life, and how one sees that the operator has dealt with it.</summary>
public sealed record Act(string Name, Func<Task> Do, Func<Task<bool>> IsDone);
