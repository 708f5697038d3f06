namespace Operator.Configuration;

/// <summary>Where templates are.</summary>
public sealed class TemplateOptions
{
    /// <summary>A directory with files NAME.md.scriban, which spec.template.name may name. Default: none, and then only the built-in one is there.</summary>
    public string? Directory { get; set; }
}
