using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Who did what during the incident, as names or handles.</summary>
public sealed record RolesSpec
{
    /// <summary>Who led the response.</summary>
    [Text(100, Minimum = 1)]
    public string? IncidentCommander { get; init; }

    /// <summary>Who spoke with customers and with the rest of the company.</summary>
    [Text(100, Minimum = 1)]
    public string? Communications { get; init; }

    /// <summary>Who took notes.</summary>
    [Text(100, Minimum = 1)]
    public string? Scribe { get; init; }

    /// <summary>Who worked on it.</summary>
    [Items(50), Text(100, Minimum = 1)]
    public IReadOnlyList<string> Responders { get; set; } = [];
}
