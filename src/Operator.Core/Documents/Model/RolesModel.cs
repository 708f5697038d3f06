namespace Operator.Core.Documents.Model;

/// <summary>Who did what during the incident.</summary>
public sealed record RolesModel
{
    public string? IncidentCommander { get; init; }

    public string? Communications { get; init; }

    public string? Scribe { get; init; }

    public IReadOnlyList<string> Responders { get; init; } = [];
}
