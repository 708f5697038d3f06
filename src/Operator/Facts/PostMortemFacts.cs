using System.Text.Json;
using Operator.Api;

namespace Operator.Facts;

/// <summary>
/// What the program remembers of every PostMortem, from the lists and watches of the API server: what metrics need, and what tells that
/// nothing is to be done. A few hundred bytes. Words are taken as they stand, so that what another version wrote counts, too.
/// </summary>
internal sealed record PostMortemFacts
{
    public string Severity { get; init; } = "Unknown";

    /// <summary>The services, separated by commas.</summary>
    public string Services { get; init; } = "";

    public string? TimeZone { get; init; }

    /// <summary>The Prometheus source.</summary>
    public string Source { get; init; } = "default";

    public string State { get; init; } = "Unknown";

    public string Phase { get; init; } = "Draft";

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The durations that are known, in seconds.</summary>
    public IReadOnlyList<(string Name, double Seconds)> Durations { get; init; } = [];

    /// <summary>The budgets that are known, as a share of 1.</summary>
    public IReadOnlyList<(string Name, string Window, double Used)> Budgets { get; init; } = [];

    public IReadOnlyList<ActionItemFacts> ActionItems { get; init; } = [];

    public bool IsFrozen { get; init; }

    public ConditionFacts? EvidenceCollected { get; init; }

    public ConditionFacts? Published { get; init; }

    /// <summary>Whether this generation was dealt with, with success, and every token was served.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Digest of the document that the status is about.</summary>
    public string? Document { get; init; }

    /// <summary>The facts of an object; null of one that does not look like a PostMortem at all.</summary>
    public static PostMortemFacts? Read(JsonElement json)
    {
        try
        {
            return json.Deserialize(FactsJsonContext.Default.ObservedPostMortem) is { } read ? Of(read) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PostMortemFacts Of(ObservedPostMortem read)
    {
        var (metadata, spec, status) = (read.Metadata ?? new(), read.Spec ?? new(), read.Status ?? new());
        return new PostMortemFacts
        {
            Severity = Word(spec.Severity) ?? "Unknown",
            Services = string.Join(',', spec.Services ?? []),
            TimeZone = spec.TimeZone,
            Source = spec.Prometheus?.Source ?? "default",
            State = Word(status.Summary?.State) ?? "Unknown",
            Phase = Word(status.Phase) ?? "Draft",
            CreatedAt = metadata.CreationTimestamp,
            StartedAt = TimeOf(status, nameof(IncidentTimestampName.StartedAt)),
            ResolvedAt = TimeOf(status, nameof(IncidentTimestampName.ResolvedAt)),
            Durations = [.. from d in status.Durations ?? [] where d.Seconds is not null select (Word(d.Name) ?? "", d.Seconds!.Value)],
            Budgets = [.. from s in status.Slos ?? [] where s.BudgetConsumedPercent is not null select (s.Name, s.Window ?? "", s.BudgetConsumedPercent!.Value / 100)],
            ActionItems = [.. from item in status.ActionItems ?? [] select ActionItemFacts.Of(item, spec.ActionItems?.Find(s => s.Id == item.Id))],
            IsFrozen = status.Evidence?.State == nameof(EvidenceState.Frozen),
            EvidenceCollected = Condition(status, ConditionTypes.EvidenceCollected),
            Published = Condition(status, ConditionTypes.Published),
            // A phase of a later version is still to be brought down to ours.
            IsSettled = status.ObservedGeneration == metadata.Generation
                && Enum.TryParse<PostMortemPhase>(status.Phase, out _)
                && Condition(status, ConditionTypes.Ready) is { IsTrue: true }
                && Condition(status, ConditionTypes.Reconciling) is null
                && metadata.Annotations?.GetValueOrDefault(PostMortemAnnotations.ReconcileAt) == status.LastHandledReconcileAt
                && metadata.Annotations?.GetValueOrDefault(PostMortemAnnotations.RefreshEvidence) == status.LastHandledRefreshAt,
            Document = status.Document?.Digest,
        };
    }

    private static DateTimeOffset? TimeOf(ObservedStatus status, string name) => status.Timestamps?.Find(t => t.Name == name)?.Time;

    private static ConditionFacts? Condition(ObservedStatus status, string type) =>
        status.Conditions?.Find(c => c.Type == type) is { } found ? new ConditionFacts(found.Status == "True", Word(found.Reason) ?? "") : null;

    // Words of a fixed set are kept once. What people write freely is not: what is interned stays for good.
    internal static string? Word(string? text) => string.IsNullOrEmpty(text) ? null : string.Intern(text);
}

/// <summary>A condition.</summary>
internal sealed record ConditionFacts(bool IsTrue, string Reason);

/// <summary>An action item.</summary>
internal sealed record ActionItemFacts(string Id, string Owner, string Priority, string State, DateOnly? DueDate)
{
    public bool IsClosed => State is "Done" or "WontDo" or "Verified";

    public static ActionItemFacts Of(ObservedItemState item, ObservedActionItem? spec) => new(
        item.Id, spec?.Owner ?? "", PostMortemFacts.Word(spec?.Priority) ?? nameof(ActionItemPriority.Medium), PostMortemFacts.Word(item.State) ?? "Open", item.DueDate);
}
