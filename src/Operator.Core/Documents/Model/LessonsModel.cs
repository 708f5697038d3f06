namespace Operator.Core.Documents.Model;

/// <summary>What was learned.</summary>
public sealed record LessonsModel
{
    /// <summary>Whether there is at least one, of whatever kind: at least one is required.</summary>
    public bool Any => WentWell.Count + DidntGoWell.Count + GotLucky.Count + SurprisingFindings.Count > 0;

    public IReadOnlyList<string> WentWell { get; init; } = [];

    public IReadOnlyList<string> DidntGoWell { get; init; } = [];

    public IReadOnlyList<string> GotLucky { get; init; } = [];

    public IReadOnlyList<string> SurprisingFindings { get; init; } = [];
}
