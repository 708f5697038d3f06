using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>What people say about an incident. Only title, severity and services are required; everything else is measured, computed or left to be completed.</summary>
public sealed record PostMortemSpec
{
    /// <summary>The document's title: what failed, in a few words.</summary>
    [Text(200, Minimum = 1)]
    public required string Title { get; init; }

    /// <summary>The incident's identifier in your incident tool. Default: metadata.name.</summary>
    [Text(100, Minimum = 1)]
    public string? IncidentID { get; init; }

    /// <summary>What kind of incident it was: it decides which facts and sections the document asks for.</summary>
    [DefaultValue(IncidentType.Outage)]
    public IncidentType Type { get; init; }

    /// <summary>How bad it was: P0 to P5, or SEV0 to SEV6.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The services that were affected, the main one first.</summary>
    [Items(20, Minimum = 1), Text(100, Minimum = 1)]
    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>Who wrote the post-mortem, as names or handles.</summary>
    [Items(20), Text(100, Minimum = 1)]
    public IReadOnlyList<string> Authors { get; set; } = [];

    /// <summary>The IANA time zone in which times are shown and due dates and calendar months are counted, such as Europe/Berlin.</summary>
    [DefaultValue("UTC"), Text(64, Minimum = 1)]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>A second IANA time zone, in which the timeline shows its times too.</summary>
    [Text(64, Minimum = 1)]
    public string? SecondTimeZone { get; init; }

    /// <summary>Words by which the post-mortem is found among others.</summary>
    [Items(20), ListSet, Text(63, Minimum = 1)]
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>Who did what during the incident.</summary>
    public RolesSpec? Roles { get; init; }

    /// <summary>The executive summary, a sentence or two each.</summary>
    public SummarySpec? Summary { get; init; }

    /// <summary>What happened when, as far as people know. What is written here wins over what is measured.</summary>
    public IncidentSpec? Incident { get; init; }

    /// <summary>How the incident was noticed, and which alerts tell its times.</summary>
    public DetectionSpec? Detection { get; init; }

    /// <summary>What people did and saw, merged with what is measured and sorted by time.</summary>
    [Items(500)]
    public IReadOnlyList<TimelineEntrySpec> Timeline { get; set; } = [];

    /// <summary>Where evidence is read from.</summary>
    public PrometheusSpec? Prometheus { get; init; }

    /// <summary>The service level objectives whose error budgets the incident may have spent. The first one is shown in summaries.</summary>
    [Items(20), ListMap("name")]
    public IReadOnlyList<SloSpec> Slos { get; set; } = [];

    /// <summary>Whom it hurt and what it cost.</summary>
    public ImpactSpec? Impact { get; init; }

    /// <summary>What customers were told, and when.</summary>
    [Items(50)]
    public IReadOnlyList<CommunicationSpec> Communication { get; set; } = [];

    /// <summary>Why it happened.</summary>
    public AnalysisSpec? Analysis { get; init; }

    /// <summary>How it was fixed, and how that was checked.</summary>
    public ResolutionSpec? Resolution { get; init; }

    /// <summary>What will be done about it, followed until it is done.</summary>
    [Items(50), ListMap("id")]
    public IReadOnlyList<ActionItemSpec> ActionItems { get; set; } = [];

    /// <summary>Why there are no action items, such as "the provider has fixed it". Counts as the section only while actionItems is empty.</summary>
    [Text(1024, Minimum = 1)]
    public string? NoActionItems { get; init; }

    /// <summary>What was learned.</summary>
    public LessonsLearnedSpec? LessonsLearned { get; init; }

    /// <summary>What keeps it from happening again.</summary>
    public PreventionSpec? Prevention { get; init; }

    /// <summary>Sections that only this incident needs.</summary>
    [Items(20)]
    public IReadOnlyList<SectionSpec> Sections { get; set; } = [];

    /// <summary>Where to read more.</summary>
    public ReferencesSpec? References { get; init; }

    /// <summary>Who reviews the document and who receives it.</summary>
    public ReviewSpec? Review { get; init; }

    /// <summary>Where the document is published.</summary>
    public OutputsSpec? Outputs { get; init; }

    /// <summary>How the document is rendered.</summary>
    public TemplateSpec? Template { get; init; }

    /// <summary>
    /// What becomes of the saved evidence and of files in Git when this resource is deleted. Prometheus forgets, so that evidence often cannot
    /// be had again: by default everything stays. Delete leaves evidence that is in Git, and files in which people wrote.
    /// </summary>
    [DefaultValue(DeletionPolicy.Retain)]
    public DeletionPolicy DeletionPolicy { get; init; }

    /// <summary>How often to look again while the incident is ongoing or action items are open, such as 5m or 1h30m; varied by 10 % either way.</summary>
    [DefaultValue("5m"), Text(20, Minimum = 2, Pattern = "^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")]
    public string Interval { get; set; } = "5m";

    /// <summary>Whether the operator leaves this resource alone. Deletion still works.</summary>
    [DefaultValue(false)]
    public bool Suspend { get; init; }
}
