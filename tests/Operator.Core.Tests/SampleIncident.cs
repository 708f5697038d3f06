using k8s.Models;
using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Testing;

/// <summary>
/// P0-042, "Email service outage": 2025-12-14, 10:00:00 to 10:12:00 in Moscow, with what Prometheus would have recorded of it.
/// Linked into the tests of other projects, so that all speak of one incident.
/// </summary>
public static class SampleIncident
{
    public static readonly DateTimeOffset Start = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset End = Start.AddMinutes(12);

    public static readonly DateTimeOffset CollectedAt = Start.AddHours(1);

    public static readonly TimeRange Range = new(Start, End);

    public const double IntervalSeconds = 15;

    public const double RequestsPerMinute = 7500;

    // 1 350 of 90 000 requests failed; the worst minutes were at 97 %, and the last three at 100 %.
    private static readonly double[] ErrorsPerMinute = [60, 120, 180, 210, 225, 225, 180, 105, 45, 0, 0, 0];

    /// <summary>The resource, with every section written.</summary>
    public static PostMortem Resource(BudgetingMethod method = BudgetingMethod.Timeslices) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "p0-042",
            NamespaceProperty = "production",
            Uid = "5b3a4a4e-6f8a-4f5e-9d55-0d0f4f3e0042",
            Generation = 3,
            CreationTimestamp = CollectedAt.UtcDateTime,
        },
        Spec = Spec(method),
    };

    /// <summary>The spec, with every section written.</summary>
    public static PostMortemSpec Spec(BudgetingMethod method = BudgetingMethod.Timeslices) => new()
    {
        Title = "Email service outage",
        IncidentID = "P0-042",
        Severity = Severity.P0,
        Services = ["email-service"],
        Authors = ["@engineer"],
        TimeZone = "Europe/Moscow",
        Summary = new SummarySpec
        {
            Incident = "The email service answered one request in 67 with an error.",
            RootCause = "The database connection pool was exhausted.",
            Resolution = "The pool was raised from 10 to 50 connections and the pods were restarted.",
            Prevention = "Pool usage is measured and alerted on.",
        },
        Detection = new DetectionSpec
        {
            Method = DetectionMethod.AutomatedAlert,
            Alerts = [new AlertSpec { Name = "EmailServiceDown", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = "email-service" } }],
        },
        Timeline = Timeline(),
        Slos =
        [
            new SloSpec
            {
                Name = "availability",
                Objective = 99.9,
                Window = "30d",
                BudgetingMethod = method,
                Sla = 99.5,
                Sli = new SliSpec
                {
                    Ratio = new RatioSliSpec
                    {
                        Errors = "http_requests_total{job=\"email\",code=~\"5..\"}",
                        Total = "http_requests_total{job=\"email\"}",
                    },
                },
            },
        ],
        Impact = new ImpactSpec
        {
            AffectedUsers = new AffectedUsersSpec { Count = 500, Total = 2000 },
            FailedRequests = new FailedRequestsSpec { Slo = "availability" },
            Revenue = new RevenueSpec { PerFailedRequest = 0.125m, Currency = "USD" },
            UserExperience = "Users saw \"Service Temporarily Unavailable\".",
            CustomerComplaints = 3,
        },
        Analysis = new AnalysisSpec
        {
            WhatHappened = "The service ran out of database connections.",
            FiveWhys =
            [
                new WhySpec { Why = "Why did the service fail?", Because = "Database connections were exhausted" },
                new WhySpec { Why = "Why were connections exhausted?", Because = "max_size=10 was too small for peak traffic" },
            ],
            RootCause = "Insufficient connection pool size and no monitoring of its usage",
            ContributingFactors = ["Traffic twice the usual"],
        },
        Resolution = new ResolutionSpec { ImmediateFix = "kubectl set env deployment/email-service DB_POOL_SIZE=50", Validation = "kubectl get pods" },
        ActionItems = ActionItems(),
        LessonsLearned = new LessonsLearnedSpec { WentWell = ["The alert fired quickly"], DidntGoWell = ["Pool usage was not measured"], SurprisingFindings = ["An index was missing"] },
        Prevention = new PreventionSpec { Immediate = ["Pool size is 50"], ShortTerm = ["Alert on pool usage"], LongTerm = ["Scale the pool by itself"] },
        References = new ReferencesSpec { Grafana = new GrafanaSpec { Url = "http://grafana.monitoring/d/slo-dashboard" } },
        Review = new ReviewSpec
        {
            Reviewers =
            [
                new ReviewerSpec { Name = "Tech Lead", Handle = "@tech-lead", Scope = "Technical accuracy" },
                new ReviewerSpec { Name = "CTO", Handle = "@cto", Scope = "Business impact assessment" },
            ],
            Distribution = ["Engineering team"],
        },
    };

    /// <summary>What Prometheus recorded.</summary>
    public static IncidentEvidence Evidence() => new()
    {
        CollectedAt = CollectedAt,
        Source = new EvidenceSource("default", "2.42.0"),
        SearchWindow = new TimeRange(Start.AddHours(-1), End.AddHours(1) < CollectedAt ? End.AddHours(1) : CollectedAt),
        Incident = Range,
        InputsDigest = "sha256:0042",
        Alerts = [Alert()],
        Slos = [Slo()],
    };

    /// <summary>The alert: its condition true at 10:00:00, firing from 10:02:15, last seen firing one interval before 10:12:00.</summary>
    public static AlertSeries Alert() => new()
    {
        Name = "EmailServiceDown",
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = "email-service", ["severity"] = "critical" },
        IntervalSeconds = IntervalSeconds,
        Pending = [new SampleRun(Start, Start.AddSeconds(120), 9)],
        Firing = [new SampleRun(Start.AddSeconds(135), End.AddSeconds(-15), 39)],
        ActiveAt = [new ActiveAt(Start, new SampleRun(Start, End.AddSeconds(-15), 48))],
    };

    /// <summary>The objective: 98.5 % over twelve minutes, of which nine are bad, and 30 days without an error before.</summary>
    public static SloEvidence Slo()
    {
        var window = TimeSpan.FromDays(30).TotalSeconds;
        return new SloEvidence
        {
            Name = "availability",
            Kind = SliKind.Ratio,
            CountSource = CountSource.RawSamples,
            Window = new TimeRange(End.AddDays(-30), End),
            WindowSeconds = window,
            ScrapeIntervalSeconds = IntervalSeconds,
            Incident = new EventCounts(ErrorsPerMinute.Sum(), 12 * RequestsPerMinute),
            Slices = [.. ErrorsPerMinute.Select((errors, minute) => Slice(minute, errors))],
            Before = new BeforeIncident
            {
                Counts = new EventCounts(0, RequestsPerMinute / 60 * (window - 720)),
                BadSeconds = 0,
                ErrorRatioSeconds = 0,
                CoveredSeconds = window - 720,
                Course = [.. Enumerable.Range(1, 30).Select(day => new WindowStretch
                {
                    End = day == 30 ? Start : End.AddDays(day - 30),
                    Counts = new EventCounts(0, RequestsPerMinute * (day == 30 ? 1428 : 1440)),
                    BadSeconds = 0,
                    ErrorRatioSeconds = 0,
                })],
            },
            Series = [.. Series()],
        };
    }

    private static SliSlice Slice(int minute, double errors) => new()
    {
        Start = Start.AddMinutes(minute),
        Seconds = 60,
        ErrorRatio = errors / RequestsPerMinute,
        Counts = new EventCounts(errors, RequestsPerMinute),
    };

    private static IEnumerable<SliPoint> Series()
    {
        for (var at = Start.AddMinutes(-30); at <= End.AddMinutes(30); at = at.AddSeconds(15))
        {
            var minute = (int)Math.Ceiling((at - Start).TotalMinutes) - 1;
            var errors = at > Start && at <= End ? ErrorsPerMinute[minute] : 0;
            yield return new SliPoint(at, 1 - (errors / RequestsPerMinute), RequestsPerMinute / 60, errors / 60);
        }
    }

    private static IReadOnlyList<TimelineEntrySpec> Timeline() =>
    [
        Entry(0, 0, TimelineEntryType.IncidentStart, "Service started throwing 500 errors", "System"),
        Entry(2, 30, TimelineEntryType.Paged, "On-call engineer paged", "PagerDuty"),
        Entry(3, 0, TimelineEntryType.Acknowledged, "Engineer acknowledged, started investigation", "@engineer"),
        Entry(5, 0, TimelineEntryType.RootCause, "Identified root cause: database connection pool exhausted", "@engineer"),
        Entry(6, 30, TimelineEntryType.FixApplied, "Applied fix: increased pool size from 10 to 50", "@engineer"),
        Entry(7, 0, TimelineEntryType.Restarted, "Restarted email-service pods", "@engineer"),
        Entry(9, 0, TimelineEntryType.Recovered, "Service recovered, availability above 99%", "System"),
    ];

    private static TimelineEntrySpec Entry(int minute, int second, TimelineEntryType type, string text, string actor) =>
        new() { At = Start.AddMinutes(minute).AddSeconds(second), Type = type, Event = text, Actor = actor };

    private static IReadOnlyList<ActionItemSpec> ActionItems() =>
    [
        Item("AI-1", "Add Prometheus metrics for connection pool usage", ActionItemPriority.High, "@backend-engineer", null),
        Item("AI-2", "Create alert for high connection pool usage (>80%)", ActionItemPriority.High, "@devops-engineer", null),
        Item("AI-3", "Implement auto-scaling for connection pool based on traffic", ActionItemPriority.High, "@backend-engineer", new DateOnly(2025, 12, 28)),
        Item("AI-4", "Review and optimize long-running queries", ActionItemPriority.Medium, "@backend-engineer", new DateOnly(2026, 1, 15)),
        Item("AI-5", "Add connection pool monitoring to Grafana dashboard", ActionItemPriority.Medium, "@devops-engineer", null),
        Item("AI-6", "Conduct load testing to validate new pool size", ActionItemPriority.Low, "@qa-engineer", null),
    ];

    private static ActionItemSpec Item(string id, string title, ActionItemPriority priority, string owner, DateOnly? due) =>
        new() { Id = id, Title = title, Priority = priority, Owner = owner, DueDate = due };
}
