namespace Operator.Core.Documents;

/// <summary>
/// Markdown that a person wrote in a field that is documented as Markdown. It keeps its formatting, and the renderer sees to it
/// that it stays within its place: headings are demoted, fences closed, HTML and links of dangerous schemes shown as text.
/// </summary>
/// <param name="Source">The Markdown as written.</param>
public sealed record AuthorMarkdown(string Source);
