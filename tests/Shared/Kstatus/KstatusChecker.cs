using k8s.Models;
using Operator.Runtime.Conditions;

namespace Operator.Testing.Kstatus;

/// <summary>
/// Judges an object's conditions by the rules of kstatus as the Flux project checks them after every reconcile:
/// ten that must hold (numbered F1 to F9 and F11 as there) and five that should (W1 to W5).
/// </summary>
/// <param name="negativePolarity">Condition types that are bad when true, the gravest first.</param>
internal sealed class KstatusChecker(params string[] negativePolarity)
{
    private const string Ready = "Ready";
    private const string Reconciling = "Reconciling";
    private const string Stalled = "Stalled";

    private static readonly string[] Standard = [Stalled, Reconciling];

    private readonly string[] _negative = [.. Standard, .. negativePolarity.Except(Standard, StringComparer.Ordinal)];

    /// <summary>Checks the state after a reconcile.</summary>
    /// <param name="conditions">The object's conditions.</param>
    /// <param name="generation">The object's <c>metadata.generation</c>.</param>
    /// <param name="observedGeneration">The object's <c>status.observedGeneration</c>; 0 when it has none.</param>
    public KstatusReport Check(IEnumerable<V1Condition>? conditions, long generation, long observedGeneration)
    {
        V1Condition[] all = [.. conditions ?? []];
        var state = new State(all, generation, observedGeneration);
        return new KstatusReport([.. Failures(state)], [.. Warnings(state)]);
    }

    private IEnumerable<string> Failures(State s)
    {
        if (s.IsReady && Types(s.All.Where(c => _negative.Contains(c.Type) && c.Status == ConditionStatus.True)) is { } bad)
        {
            yield return $"F1: Ready is True, and so is {bad}";
        }

        if (s.Ready is null)
        {
            yield return "F2: Ready is absent";
        }

        if (s.Reconciling?.Status == ConditionStatus.True && s.Ready is { } whileReconciling && whileReconciling.Status != ConditionStatus.False)
        {
            yield return $"F3: Reconciling is True and Ready is {whileReconciling.Status}, not False";
        }

        if (s.Stalled?.Status == ConditionStatus.True && s.Ready is { } whileStalled && whileStalled.Status != ConditionStatus.False)
        {
            yield return $"F4: Stalled is True and Ready is {whileStalled.Status}, not False";
        }

        if (s is { Reconciling: not null, Stalled: not null })
        {
            yield return "F5: Reconciling and Stalled are both present";
        }

        if (s.ObservedGeneration > s.Generation)
        {
            yield return $"F6: observedGeneration {s.ObservedGeneration} is ahead of generation {s.Generation}";
        }

        if (s.IsReady && s.ObservedGeneration < s.Generation)
        {
            yield return $"F7: Ready is True, and observedGeneration {s.ObservedGeneration} is behind generation {s.Generation}";
        }

        if (s.IsReady && Types(s.All.Where(c => (c.ObservedGeneration ?? 0) < s.Generation)) is { } stale)
        {
            yield return $"F8: Ready is True, and the observedGeneration is behind in {stale}";
        }

        if (s.IsReady && Types(s.All.Where(c => (c.ObservedGeneration ?? 0) != s.ObservedGeneration)) is { } different)
        {
            yield return $"F9: Ready is True, and the observedGeneration differs from the status's in {different}";
        }

        if (s.Ready?.Status == ConditionStatus.Unknown && s.Reconciling?.Status != ConditionStatus.True)
        {
            yield return "F11: Ready is Unknown, and Reconciling is not True";
        }
    }

    private IEnumerable<string> Warnings(State s)
    {
        if (s.IsReady && Types(s.All.Where(c => _negative.Contains(c.Type))) is { } needless)
        {
            yield return $"W1: Ready is True, and these are present though they need not be: {needless}";
        }

        var gravest = _negative.Select(s.Find).FirstOrDefault(c => c is not null);
        if (s is { IsReady: false, Ready: { } ready }
            && gravest is not null
            && !Standard.Contains(gravest.Type)
            && (ready.Reason != gravest.Reason || ready.Message != gravest.Message))
        {
            yield return $"W2: Ready does not say what {gravest.Type} says";
        }

        if (s.Reconciling?.Status == ConditionStatus.False)
        {
            yield return "W3: Reconciling is False and should be absent";
        }

        if (s.Stalled?.Status == ConditionStatus.False)
        {
            yield return "W4: Stalled is False and should be absent";
        }

        if (Types(s.All.Where(c => (c.ObservedGeneration ?? 0) < 1)) is { } missing)
        {
            yield return $"W5: no observedGeneration in {missing}";
        }
    }

    private static string? Types(IEnumerable<V1Condition> conditions) =>
        string.Join(", ", conditions.Select(c => c.Type)) is { Length: > 0 } types ? types : null;

    private sealed record State(V1Condition[] All, long Generation, long ObservedGeneration)
    {
        public V1Condition? Ready => Find(KstatusChecker.Ready);

        public V1Condition? Reconciling => Find(KstatusChecker.Reconciling);

        public V1Condition? Stalled => Find(KstatusChecker.Stalled);

        public bool IsReady => Ready?.Status == ConditionStatus.True;

        public V1Condition? Find(string type) => Array.Find(All, c => c.Type == type);
    }
}

/// <summary>What <see cref="KstatusChecker"/> found.</summary>
/// <param name="Failures">Broken rules.</param>
/// <param name="Warnings">Rules that should hold and do not.</param>
internal sealed record KstatusReport(IReadOnlyList<string> Failures, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether every rule holds, those that should included.</summary>
    public bool IsClean => Failures.Count == 0 && Warnings.Count == 0;

    /// <summary>All findings, one a line.</summary>
    public override string ToString() => string.Join('\n', Failures.Concat(Warnings));
}
