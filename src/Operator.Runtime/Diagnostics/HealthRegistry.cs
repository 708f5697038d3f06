namespace Operator.Runtime.Diagnostics;

/// <summary>Collects checks and answers the two questions of a kubelet: is this process alive, and is it ready?</summary>
public sealed class HealthRegistry
{
    private readonly Lock _lock = new();
    private readonly List<Check> _liveness = [];
    private readonly List<Check> _readiness = [];

    /// <summary>Adds a liveness check: a failure asks for a restart.</summary>
    /// <param name="name">Name of what is checked.</param>
    /// <param name="problem">What is wrong, or null. Called often; it must not wait.</param>
    public void AddLiveness(string name, Func<string?> problem) => Add(_liveness, name, problem);

    /// <summary>Adds a readiness check: a failure says "not yet" or "not now".</summary>
    /// <param name="name">Name of what is checked.</param>
    /// <param name="problem">What is missing, or null. Called often; it must not wait.</param>
    public void AddReadiness(string name, Func<string?> problem) => Add(_readiness, name, problem);

    /// <summary>Failed liveness checks; none when the process is alive.</summary>
    public IReadOnlyList<HealthProblem> CheckLiveness() => Run(_liveness);

    /// <summary>Failed readiness checks; none when the process is ready.</summary>
    public IReadOnlyList<HealthProblem> CheckReadiness() => Run(_readiness);

    private void Add(List<Check> checks, string name, Func<string?> problem)
    {
        lock (_lock)
        {
            checks.Add(new Check(name, problem));
        }
    }

    private HealthProblem[] Run(List<Check> checks)
    {
        Check[] copy;
        lock (_lock)
        {
            copy = [.. checks];
        }

        return [.. copy.Select(c => (c.Name, Problem: c.Problem())).Where(c => c.Problem is not null).Select(c => new HealthProblem(c.Name, c.Problem!))];
    }

    private readonly record struct Check(string Name, Func<string?> Problem);
}

/// <summary>A failed health check.</summary>
/// <param name="Check">Name of the check.</param>
/// <param name="Problem">What is wrong.</param>
public readonly record struct HealthProblem(string Check, string Problem)
{
    /// <summary>As one line.</summary>
    public override string ToString() => $"{Check}: {Problem}";
}
