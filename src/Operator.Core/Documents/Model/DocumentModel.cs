namespace Operator.Core.Documents.Model;

/// <summary>
/// Everything that a template may say, in the order of the document. Strings are inline Markdown that is already safe to place
/// anywhere on one line; <see cref="AuthorMarkdown"/> is a person's own. Null means "not known" or "to be completed".
/// </summary>
public sealed record DocumentModel
{
    public required HeaderModel Header { get; init; }

    public IReadOnlyList<string> Notices { get; init; } = [];

    public required SummaryModel Summary { get; init; }

    /// <summary>Facts that two sources tell differently; empty when there are none.</summary>
    public IReadOnlyList<ContradictionModel> Contradictions { get; init; } = [];

    public required SeverityModel Severity { get; init; }

    public required DetectionModel Detection { get; init; }

    public required TimelineModel Timeline { get; init; }

    /// <summary>The durations that have a value, will have one, or contradict themselves.</summary>
    public IReadOnlyList<DurationModel> Durations { get; init; } = [];

    /// <summary>Where the points in time between which durations lie come from; null when none is known.</summary>
    public string? DurationSources { get; init; }

    public required AnalysisModel Analysis { get; init; }

    public required ImpactModel Impact { get; init; }

    /// <summary>What became of data; null when the incident is not about data.</summary>
    public DataModel? Data { get; init; }

    /// <summary>Who did what; null when nobody is named.</summary>
    public RolesModel? Roles { get; init; }

    public IReadOnlyList<CommunicationModel> Communication { get; init; } = [];

    /// <summary>Sections that only this incident needs, in the order of the spec.</summary>
    public IReadOnlyList<OwnSectionModel> Sections { get; init; } = [];

    /// <summary>Field paths of what is required and not written yet.</summary>
    public IReadOnlyList<string> MissingSections { get; init; } = [];

    public IReadOnlyList<SloModel> Slos { get; init; } = [];

    public required ResolutionModel Resolution { get; init; }

    /// <summary>The three bands of priority; empty when there are no action items.</summary>
    public IReadOnlyList<ActionItemBand> ActionItems { get; init; } = [];

    /// <summary>Why there are no action items; null when there are some, or nobody said why.</summary>
    public string? NoActionItems { get; init; }

    public required LessonsModel Lessons { get; init; }

    public required PreventionModel Prevention { get; init; }

    public required ReferencesModel References { get; init; }

    public required ReviewModel Review { get; init; }

    public required EvidenceModel Evidence { get; init; }

    public required FooterModel Footer { get; init; }
}
