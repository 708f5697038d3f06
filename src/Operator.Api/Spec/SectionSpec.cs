using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A section that only this incident needs, such as its background, or how readers can tell whether they are affected.</summary>
public sealed record SectionSpec
{
    /// <summary>Its heading.</summary>
    [Text(200, Minimum = 1)]
    public required string Title { get; init; }

    /// <summary>What it says. Markdown; headings become smaller ones.</summary>
    [Text(32768, Minimum = 1)]
    public required string Body { get; init; }

    /// <summary>The section of the document that it follows.</summary>
    [DefaultValue(SectionPlace.Prevention)]
    public SectionPlace After { get; set; } = SectionPlace.Prevention;
}
