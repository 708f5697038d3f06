using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A ConfigMap that holds the document.</summary>
public sealed record ConfigMapOutputSpec
{
    /// <summary>Whether the document is written to a ConfigMap.</summary>
    [DefaultValue(true)]
    public bool Enabled { get; set; } = true;

    /// <summary>The ConfigMap's name. Default: the resource's name and "-postmortem".</summary>
    [Text(253, Minimum = 1, Pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    public string? Name { get; init; }

    /// <summary>What it holds. Default: markdown, html and json.</summary>
    [Items(3, Minimum = 1), ListSet]
    public IReadOnlyList<DocumentFormat>? Formats { get; init; }
}
