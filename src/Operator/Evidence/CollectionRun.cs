using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence.Counters;
using Operator.Evidence.Inputs;

namespace Operator.Evidence;

/// <summary>One collection on its way: what is asked, part by part, and what takes the place of what is kept.</summary>
internal sealed class CollectionRun(PostMortem resource, EvidenceSession session, IncidentEvidence? kept, bool refresh, DateTimeOffset now)
{
    private readonly List<EvidencePart> _parts = [];
    private readonly List<SloEvidence> _slos = [];
    private readonly Dictionary<string, double?> _values = new(StringComparer.Ordinal);
    private readonly List<EvidenceProblem> _standing = [];
    private readonly HashSet<string> _confirmed = new(StringComparer.Ordinal);
    private AlertsReading _alerts = AlertsReading.Nothing;
    private IncidentWindow _window = new() { State = IncidentState.Unknown };
    private DateTimeOffset _asOf;
    private bool _isNew = kept is null;
    private IncidentEvidence? _kept = kept;
    private bool _isEndLost;
    private RecordedUntil? _recorded;

    public PostMortemSpec Spec => resource.Spec;

    public EvidenceSession Session => session;

    public DateTimeOffset Now => now;

    public async Task<AlertsReading> ReadAlertsAsync(CancellationToken cancellationToken)
    {
        if (Spec.Detection is not { Alerts.Count: > 0 })
        {
            return AlertsReading.Nothing;
        }

        var inputs = PartInputs.Alerts(Spec);
        Recall(EvidencePartNames.Alerts, inputs);
        var before = _kept?.Part(EvidencePartNames.Alerts);
        var known = KnownAlerts.Of(Spec, _kept, before);
        if (IsFinal(before, inputs))
        {
            _parts.Add(before!);
            return known.AsReading();
        }

        var window = SearchWindowResolver.Resolve(resource, now, known.FinalEnd(Spec));
        var reader = new AlertReader(session);
        var fresh = await reader.ReadAsync(Spec.Detection.Alerts, window, now, cancellationToken);
        var part = session.Part(EvidencePartNames.Alerts, inputs, now) with { Problems = reader.Problems };
        var searched = window with { End = reader.LookedUntil > window.End ? reader.LookedUntil : window.End };
        var reading = known.Join(fresh, searched, isSameQuestion: before?.Inputs == inputs, reader.Problems);
        reading = reading with { RecordedUntil = Later(known.RecordedUntil, SignOfLife.Newest(reading.Series)) };
        _recorded = new RecordedUntil(session, Spec, reading.Series, searched.End < now ? searched.End : now, reading.RecordedUntil);
        Take(reading.Stands ? before : null, part, reading.Problems);
        return reading;
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;

    /// <summary>Decides over which incident objectives and impact are read.</summary>
    public void Resolve(AlertsReading alerts, DateTimeOffset asOf)
    {
        (_alerts, _asOf) = (alerts, asOf);

        // Until something else is known, alerts that stopped have ended: what objectives answer shows whether they did.
        _window = IncidentWindow.Resolve(Spec, alerts.Series, asOf, alerts.SearchWindow, _recorded is { IsOpen: true } ? null : alerts.RecordedUntil);
        if (alerts.IsEndLost && _window.State != IncidentState.Resolved)
        {
            // Nobody can tell how long the incident lasted, so there is nothing to read objectives over: what is kept stands.
            _isEndLost = true;
            _window = _window with { Range = _kept?.Incident ?? _window.Range };
            session.Fail(alerts.Problems[0]);
        }
        else if (alerts is { Series.Count: 0, Problems.Count: > 0 } && _window.State == IncidentState.Unknown)
        {
            session.Fail(alerts.Problems[0]);
        }
    }

    /// <summary>Reads the objectives over the incident, and once more where the incident turns out not to have ended.</summary>
    public async Task ReadObjectivesAsync(CancellationToken cancellationToken)
    {
        var (parts, confirmed, isNew, standing) = (_parts.Count, _confirmed.ToList(), _isNew, _standing.Count);
        await ReadEachObjectiveAsync(cancellationToken);
        if (_recorded is not { IsOpen: true })
        {
            return;
        }

        var until = await _recorded.FindAsync(cancellationToken);
        _recorded = null;
        AskedForAlerts();
        _isNew |= until > _kept?.RecordedUntil;
        Resolve(_alerts with { RecordedUntil = until }, _asOf);
        if (_window.State == IncidentState.Resolved || session.Failure is not null)
        {
            return;
        }

        _parts.RemoveRange(parts, _parts.Count - parts);
        _standing.RemoveRange(standing, _standing.Count - standing);
        _slos.Clear();
        _confirmed.Clear();
        _confirmed.UnionWith(confirmed);
        _isNew |= isNew;
        await ReadEachObjectiveAsync(cancellationToken);
    }

    // What was asked to find out whether they have ended was asked for the alerts.
    private void AskedForAlerts()
    {
        if (_parts.FindIndex(p => p.Name == EvidencePartNames.Alerts) is >= 0 and var index)
        {
            var asked = session.Part(EvidencePartNames.Alerts, _parts[index].Inputs, now);
            _parts[index] = _parts[index] with { Queries = [.. _parts[index].Queries, .. asked.Queries], Warnings = [.. _parts[index].Warnings, .. asked.Warnings] };
        }
    }

    private async Task ReadEachObjectiveAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < Spec.Slos.Count; i++)
        {
            await ReadObjectiveAsync(i, cancellationToken);
        }
    }

    private async Task ReadObjectiveAsync(int index, CancellationToken cancellationToken)
    {
        var slo = Spec.Slos[index];
        var name = EvidencePartNames.Objective(slo.Name);
        var inputs = PartInputs.Objective(Spec, slo, _window.Measured);
        Recall(name, inputs);
        var (before, known) = Known(slo.Name, inputs);
        if ((IsFinal(before, inputs) || (_isEndLost && before is not null)) && known is not null)
        {
            _parts.Add(before!);
            _slos.Add(known);
            return;
        }

        var fresh = await new SloReader(session).ReadAsync(Spec, index, _window, _asOf, cancellationToken);
        var part = session.Part(name, inputs, _asOf);
        var less = before is null || known is null ? null : PartComparison.WhatIsLess(fresh, known);
        var stands = less is not null || (known is not null && IsSameNothing(before, fresh.Problems, known.Problems, PartContent.HoldsSomething(fresh)));
        IReadOnlyList<EvidenceProblem> why = less is null ? []
            : fresh.Problems.Any(PartContent.IsTransient) ? fresh.Problems
            : [SloProblems.Less($"slos[{index}] ({slo.Name})", before!, isSameQuestion: before!.Inputs == inputs, fresh.Problems.Count > 0 ? fresh.Problems[0].Message : less)];
        _slos.Add(Take(stands ? before : null, part, why) ? fresh : known!);
    }

    public async Task ReadImpactAsync(string name, string query, CancellationToken cancellationToken)
    {
        var inputs = PartInputs.Query(Spec, query, _window.Measured);
        Recall(name, inputs);
        var before = _kept?.Part(name);
        var known = _kept is null ? null : PartContent.Value(_kept.Impact, name);
        var counted = _isEndLost ? null : CountedByObjective.Find(query, Spec.Slos, _slos, _window.Measured);
        var stays = counted is null ? IsFinal(before, inputs) || (_isEndLost && before is not null) : IsFinal(before, inputs) && before!.Objective == counted.Objective && known == counted.Value;
        if (stays)
        {
            _parts.Add(before!);
            _values[name] = known;
            return;
        }

        if (counted is not null)
        {
            Take(null, session.Part(name, inputs, _asOf) with { Objective = counted.Objective }, []);
            _values[name] = counted.Value;
            return;
        }

        var (value, problem) = await new ImpactReader(session).ReadAsync(PartContent.ImpactField(name), query, _window, cancellationToken);
        EvidenceProblem[] problems = problem is null ? [] : [problem];
        var part = session.Part(name, inputs, _asOf) with { Problems = problems };
        var stands = (known is not null && value is null) || IsSameNothing(before, problems, before?.Problems, value is not null);
        _values[name] = Take(stands ? before : null, part, known is null ? [] : problems) ? value : known;
    }

    public Collection Conclude(string? serverVersion, string? warning)
    {
        var evidence = !_isNew ? Standing() : new CollectionAssembly(Spec, _kept).Put(new IncidentEvidence
        {
            CollectedAt = _asOf,
            Source = new EvidenceSource(session.Client.Options.Name, serverVersion ?? _kept?.Source?.ServerVersion),
            SearchWindow = _alerts.SearchWindow,
            RecordedUntil = _alerts.RecordedUntil,
            Incident = _window.Measured,
            Alerts = _alerts.Series,
            Slos = _slos,
            Impact = CollectionAssembly.Impact(_values, _parts),
            Parts = _parts,
            Sums = session.Sums is { Count: > 0 } sums ? sums : null,
            Warnings = warning is null ? [] : [warning],
        });
        return new Collection(evidence) { Standing = _standing, Confirmed = _confirmed, AskedAt = _asOf, Failure = session.Failure };
    }

    /// <summary>What is kept; once the end of an alert that fired is lost, as of now, so that the incident is not said to go on.</summary>
    private IncidentEvidence Standing() =>
        _alerts.IsEndLost && !_alerts.Problems.Any(PartContent.IsTransient) && IncidentWindow.IsCurrent(_kept!.SearchWindow, _kept.CollectedAt) ? _kept with { CollectedAt = _asOf } : _kept!;

    /// <summary>Takes back the answer to a question that was asked before.</summary>
    private void Recall(string name, string inputs)
    {
        var recalled = FormerAnswers.Recall(_kept, name, inputs);
        _isNew |= !ReferenceEquals(recalled, _kept);
        _kept = recalled;
    }

    private bool IsFinal(EvidencePart? before, string inputs) => !refresh && before is { Frozen: true } && before.Inputs == inputs;

    // Asked again, and again there is nothing: a new time alone would make a new document that says nothing new.
    private static bool IsSameNothing(EvidencePart? before, IReadOnlyList<EvidenceProblem> fresh, IReadOnlyList<EvidenceProblem>? known, bool holdsSomething) =>
        before is not null && !holdsSomething && known is not null && fresh.SequenceEqual(known);

    /// <summary>Takes the new part, or lets the kept one stand.</summary>
    /// <returns>Whether the new one was taken.</returns>
    private bool Take(EvidencePart? standing, EvidencePart fresh, IReadOnlyList<EvidenceProblem> why)
    {
        if (standing is null)
        {
            _parts.Add(fresh);
            _isNew = true;
            return true;
        }

        _parts.Add(standing);
        _standing.AddRange(why);
        if (!why.Any(PartContent.IsTransient))
        {
            _confirmed.Add(standing.Name);
        }

        return false;
    }

    /// <summary>What is kept of an objective; of a renamed one under its former name.</summary>
    private (EvidencePart? Part, SloEvidence? Slo) Known(string name, string inputs)
    {
        var part = _kept?.Part(EvidencePartNames.Objective(name));
        if (part is not null)
        {
            return (part, _kept!.Slo(name));
        }

        var former = _kept?.Slos.FirstOrDefault(s => _kept.Part(EvidencePartNames.Objective(s.Name)) is { Frozen: true } p && p.Inputs == inputs);
        if (former is null)
        {
            return (null, null);
        }

        _isNew = true;
        return (_kept!.Part(EvidencePartNames.Objective(former.Name))! with { Name = EvidencePartNames.Objective(name) }, former with { Name = name });
    }
}
