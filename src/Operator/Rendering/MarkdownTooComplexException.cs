namespace Operator.Rendering;

/// <summary>A text would cost the Markdown parser more than <see cref="MarkdownLimits"/>.</summary>
/// <param name="problem">What there is too much of, to follow the text's name: "has more than…".</param>
/// <param name="inner">The parser's own refusal.</param>
internal sealed class MarkdownTooComplexException(string problem, Exception? inner = null) : Exception(problem, inner);
