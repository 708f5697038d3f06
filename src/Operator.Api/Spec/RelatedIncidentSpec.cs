using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>An incident that resembles this one: another PostMortem of the namespace, or an identifier of your incident tool.</summary>
[CelRule("has(self.name) != has(self.incidentID)", "exactly one of name and incidentID must be set")]
public sealed record RelatedIncidentSpec
{
    /// <summary>The name of another PostMortem in the same namespace.</summary>
    [Text(253, Minimum = 1)]
    public string? Name { get; init; }

    /// <summary>An identifier of your incident tool.</summary>
    [Text(100, Minimum = 1)]
    public string? IncidentID { get; init; }

    /// <summary>What the two have in common.</summary>
    [Text(512)]
    public string? Note { get; init; }
}
