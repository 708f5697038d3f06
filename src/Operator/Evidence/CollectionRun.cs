using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence.Counters;
using Operator.Evidence.Inputs;

namespace Operator.Evidence;

/// <summary>One collection on its way: what is asked, part by part, and what takes the place of what is kept.</summary>
internal sealed class CollectionRun(PostMortem resource, EvidenceSession session, IncidentEvidence? kept, bool refresh, DateTimeOffset now)
{
    private readonly CollectedParts _parts = new(kept, refresh);
    private readonly List<SloEvidence> _slos = [];
    private readonly Dictionary<string, double?> _values = new(StringComparer.Ordinal);
    private AlertsReading _alerts = AlertsReading.Nothing;
    private IncidentWindow _window = new() { State = IncidentState.Unknown };
    private DateTimeOffset _asOf;
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
        _parts.Recall(EvidencePartNames.Alerts, inputs);
        var before = _parts.Kept?.Part(EvidencePartNames.Alerts);
        var known = KnownAlerts.Of(Spec, _parts.Kept, before);
        if (_parts.IsFinal(before, inputs))
        {
            _parts.Keep(before!);
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
        _parts.Take(reading.Stands ? before : null, part, reading.Problems);
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
            _window = _window with { Range = _parts.Kept?.Incident ?? _window.Range };
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
        var forget = _parts.Mark();
        await ReadEachObjectiveAsync(cancellationToken);
        if (_recorded is not { IsOpen: true })
        {
            return;
        }

        var until = await _recorded.FindAsync(cancellationToken);
        _recorded = null;
        AskedForAlerts();
        _parts.IsNew |= until > _parts.Kept?.RecordedUntil;
        Resolve(_alerts with { RecordedUntil = until }, _asOf);
        if (_window.State == IncidentState.Resolved || session.Failure is not null)
        {
            return;
        }

        forget();
        _slos.Clear();
        await ReadEachObjectiveAsync(cancellationToken);
    }

    // What was asked to find out whether they have ended was asked for the alerts.
    private void AskedForAlerts() => _parts.Change(EvidencePartNames.Alerts, part =>
    {
        var asked = session.Part(EvidencePartNames.Alerts, part.Inputs, now);
        return part with { Queries = [.. part.Queries, .. asked.Queries], Warnings = [.. part.Warnings, .. asked.Warnings] };
    });

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
        _parts.Recall(name, inputs);
        var (before, known) = _parts.Objective(slo.Name, inputs);
        if ((_parts.IsFinal(before, inputs) || (_isEndLost && before is not null)) && known is not null)
        {
            _parts.Keep(before!);
            _slos.Add(known);
            return;
        }

        var fresh = await new SloReader(session).ReadAsync(Spec, index, _window, _asOf, cancellationToken);
        var part = session.Part(name, inputs, _asOf);
        var less = before is null || known is null ? null : PartComparison.WhatIsLess(fresh, known);
        var stands = less is not null || (known is not null && CollectedParts.IsSameNothing(before, fresh.Problems, known.Problems, PartContent.HoldsSomething(fresh)));
        IReadOnlyList<EvidenceProblem> why = less is null ? []
            : fresh.Problems.Any(PartContent.IsTransient) ? fresh.Problems
            : [SloProblems.Less($"slos[{index}] ({slo.Name})", before!, isSameQuestion: before!.Inputs == inputs, fresh.Problems.Count > 0 ? fresh.Problems[0].Message : less)];
        _slos.Add(_parts.Take(stands ? before : null, part, why) ? fresh : known!);
    }

    public async Task ReadImpactAsync(string name, string query, CancellationToken cancellationToken)
    {
        var inputs = PartInputs.Query(Spec, query, _window.Measured);
        _parts.Recall(name, inputs);
        var before = _parts.Kept?.Part(name);
        var known = _parts.Kept is null ? null : PartContent.Value(_parts.Kept.Impact, name);
        var counted = _isEndLost ? null : CountedByObjective.Find(query, Spec.Slos, _slos, _window.Measured);
        var stays = counted is null ? _parts.IsFinal(before, inputs) || (_isEndLost && before is not null) : _parts.IsFinal(before, inputs) && before!.Objective == counted.Objective && known == counted.Value;
        if (stays)
        {
            _parts.Keep(before!);
            _values[name] = known;
            return;
        }

        if (counted is not null)
        {
            _parts.Take(null, session.Part(name, inputs, _asOf) with { Objective = counted.Objective }, []);
            _values[name] = counted.Value;
            return;
        }

        var (value, problem) = await new ImpactReader(session).ReadAsync(PartContent.ImpactField(name), query, _window, cancellationToken);
        EvidenceProblem[] problems = problem is null ? [] : [problem];
        var part = session.Part(name, inputs, _asOf) with { Problems = problems };
        var stands = (known is not null && value is null) || CollectedParts.IsSameNothing(before, problems, before?.Problems, value is not null);
        _values[name] = _parts.Take(stands ? before : null, part, known is null ? [] : problems) ? value : known;
    }

    public Collection Conclude(string? serverVersion, string? warning)
    {
        var evidence = !_parts.IsNew ? Standing() : new CollectionAssembly(Spec, _parts.Kept).Put(new IncidentEvidence
        {
            CollectedAt = _asOf,
            Source = new EvidenceSource(session.Client.Options.Name, serverVersion ?? _parts.Kept?.Source?.ServerVersion),
            SearchWindow = _alerts.SearchWindow,
            RecordedUntil = _alerts.RecordedUntil,
            Incident = _window.Measured,
            Alerts = _alerts.Series,
            Slos = _slos,
            Impact = CollectionAssembly.Impact(_values, _parts.All),
            Parts = _parts.All,
            Sums = session.Sums is { Count: > 0 } sums ? sums : null,
            Warnings = warning is null ? [] : [warning],
        });
        return new Collection(evidence) { Standing = _parts.Standing, Confirmed = _parts.Confirmed, AskedAt = _asOf, Failure = session.Failure };
    }

    /// <summary>What is kept; once the end of an alert that fired is lost, as of now, so that the incident is not said to go on.</summary>
    private IncidentEvidence Standing() =>
        _alerts.IsEndLost && !_alerts.Problems.Any(PartContent.IsTransient) && IncidentWindow.IsCurrent(_parts.Kept!.SearchWindow, _parts.Kept.CollectedAt) ? _parts.Kept with { CollectedAt = _asOf } : _parts.Kept!;
}
