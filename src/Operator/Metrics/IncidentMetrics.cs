using System.Text.Json;
using Operator.Api;
using Operator.Facts;
using Operator.Runtime;
using Prom = global::Prometheus;

namespace Operator.Metrics;

/// <summary>
/// The metrics of all post-mortems at one moment, made anew for each scrape from the resources that exist: a restart or another leader
/// neither loses nor repeats anything, and series go with their resource.
/// </summary>
internal sealed class IncidentMetrics
{
    // Not namespace, service and pod: a ServiceMonitor sets those to the operator's own.
    private static readonly string[] Incident = ["incident_namespace", "incident_name"];

    private readonly bool _perIncident;
    private readonly DateTimeOffset _now;
    private readonly Prom.Gauge _incidents;
    private readonly Prom.Summary _durations;
    private readonly Prom.Gauge _items;
    private readonly Prom.Gauge _overdue;
    private readonly Prom.Gauge _info;
    private readonly Prom.Gauge _started;
    private readonly Prom.Gauge _resolved;
    private readonly Prom.Gauge _duration;
    private readonly Prom.Gauge _budget;
    private readonly Prom.Gauge _due;
    private readonly Prom.Gauge _draft;
    private readonly Prom.Gauge _evidence;
    private readonly Prom.Gauge _evidenceOpen;
    private readonly Prom.Gauge _published;

    /// <summary>Declares the metrics.</summary>
    /// <param name="registry">Where they are collected; a fresh one for each scrape.</param>
    /// <param name="perIncident">Whether each resource has series of its own.</param>
    /// <param name="now">The time of the scrape.</param>
    public IncidentMetrics(Prom.CollectorRegistry registry, bool perIncident, DateTimeOffset now)
    {
        (_perIncident, _now) = (perIncident, now);
        var factory = Prom.Metrics.WithCustomRegistry(registry);
        _incidents = factory.CreateGauge("postmortem_incidents", "Post-mortems by severity, state of the incident and phase of the document.", ["severity", "state", "phase"]);
        _durations = factory.CreateSummary("postmortem_incidents_duration_seconds", "Sum and count of each duration over all post-mortems, by severity.", ["severity", "duration"]);
        _items = factory.CreateGauge("postmortem_action_items", "Action items by state and priority.", ["state", "priority"]);
        _overdue = factory.CreateGauge("postmortem_action_items_overdue", "Action items whose due date is over and that are not done, by priority.", ["priority"]);
        _info = Each(factory, "postmortem_incident_info", "1 for each post-mortem; services are separated by commas.", "incident_service", "severity", "state", "phase");
        _started = Each(factory, "postmortem_incident_started_timestamp_seconds", "When the incident began.", "severity");
        _resolved = Each(factory, "postmortem_incident_resolved_timestamp_seconds", "When the incident ended.", "severity");
        _duration = Each(factory, "postmortem_incident_duration_seconds", "A duration of the incident.", "severity", "duration");
        _budget = Each(factory, "postmortem_error_budget_used_ratio", "The share of an objective's error budget that the incident used; 1 is all of it.", "incident_service", "severity", "slo", "window");
        _due = Each(factory, "postmortem_action_item_due_timestamp_seconds", "When an action item that is not done becomes overdue.", "action_item", "owner", "priority", "state");
        _draft = Each(factory, "postmortem_draft_timestamp_seconds", "Since when a post-mortem waits for people: the incident's end, or the resource's creation where that is later. Absent once it is reviewed.", "severity");
        _evidence = Each(factory, "postmortem_evidence_collected", "1 when the evidence is collected, 0 when it is not, with the reason.", "prometheus_source", "reason");
        _evidenceOpen = Each(factory, "postmortem_evidence_open_timestamp_seconds", "Start of an incident whose evidence is not frozen: Prometheus forgets it one retention later.", "prometheus_source");
        _published = Each(factory, "postmortem_published", "1 when the document was delivered to every output, 0 when it was not, with the reason.", "reason");
    }

    /// <summary>Adds one post-mortem.</summary>
    public void Add(ObjectKey key, PostMortemFacts facts)
    {
        var (severity, services) = (facts.Severity, facts.Services);
        _incidents.WithLabels(severity, facts.State, facts.Phase).Inc();
        foreach (var (name, seconds) in facts.Durations)
        {
            var label = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
            _durations.WithLabels(severity, label).Observe(seconds);
            Set(_duration, key, seconds, severity, label);
        }

        AddActionItems(key, facts);
        Set(_info, key, 1, services, severity, facts.State, facts.Phase);
        Set(_started, key, facts.StartedAt, severity);
        Set(_resolved, key, facts.ResolvedAt, severity);
        foreach (var (name, window, used) in facts.Budgets)
        {
            Set(_budget, key, used, services, severity, name, window);
        }

        if (facts.Phase == nameof(PostMortemPhase.Draft) && facts.State != nameof(IncidentState.Ongoing))
        {
            Set(_draft, key, Later(facts.CreatedAt, facts.ResolvedAt), severity);
        }

        AddConditions(key, facts);
    }

    private void AddActionItems(ObjectKey key, PostMortemFacts facts)
    {
        foreach (var item in facts.ActionItems)
        {
            _items.WithLabels(item.State, item.Priority).Inc();
            var due = DueDates.End(item.DueDate, facts.TimeZone);
            _overdue.WithLabels(item.Priority).Inc(!item.IsClosed && due <= _now ? 1 : 0);
            if (!item.IsClosed)
            {
                Set(_due, key, due, item.Id, item.Owner, item.Priority, item.State);
            }
        }
    }

    private void AddConditions(ObjectKey key, PostMortemFacts facts)
    {
        if (facts.EvidenceCollected is { } evidence && evidence.Reason != Reasons.NotConfigured)
        {
            Set(_evidence, key, evidence.IsTrue ? 1 : 0, facts.Source, evidence.Reason);
            if (!facts.IsFrozen)
            {
                Set(_evidenceOpen, key, facts.StartedAt ?? facts.CreatedAt, facts.Source);
            }
        }

        if (facts.Published is { } published)
        {
            Set(_published, key, published.IsTrue ? 1 : 0, published.Reason);
        }
    }

    private static Prom.Gauge Each(Prom.IMetricFactory factory, string name, string help, params string[] labels) => factory.CreateGauge(name, help, [.. Incident, .. labels]);

    private void Set(Prom.Gauge gauge, ObjectKey key, DateTimeOffset? time, params string[] labels) =>
        Set(gauge, key, time?.ToUnixTimeMilliseconds() / 1000.0, labels);

    private void Set(Prom.Gauge gauge, ObjectKey key, double? value, params string[] labels)
    {
        if (_perIncident && value is { } known)
        {
            gauge.WithLabels([key.Namespace, key.Name, .. labels]).Set(known);
        }
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}
