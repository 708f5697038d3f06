using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>The template that renders the document.</summary>
public sealed record TemplateSpec
{
    /// <summary>The name of a template that the operator's administrator installed. Default: the built-in one.</summary>
    [Text(63, Minimum = 1, Pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    public string? Name { get; init; }

    /// <summary>Whether the document begins with a sentence that says that it looks for causes, not for somebody to blame.</summary>
    [DefaultValue(false)]
    public bool Blameless { get; init; }
}
