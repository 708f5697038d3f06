using Operator.Api;
using Operator.Core;

namespace Operator.Rendering.Templates;

/// <summary>A template cannot be used; only who wrote or installed it can fix that.</summary>
/// <param name="reason">TemplateInvalid or TemplateUnknown.</param>
/// <param name="template">The template's name.</param>
/// <param name="problem">What is wrong.</param>
/// <param name="line">The line, from 1; 0 when the fault has no place.</param>
/// <param name="column">The column, from 1; 0 when the fault has no place.</param>
internal sealed class TemplateException(string reason, string template, string problem, int line = 0, int column = 0)
    : FailureException(reason, Describe(reason, template, problem, line, column), isTerminal: true)
{
    public string Template { get; } = template;

    public int Line { get; } = line;

    public int Column { get; } = column;

    private static string Describe(string reason, string template, string problem, int line, int column)
    {
        var place = line > 0 ? $"template {template}, line {line}, column {column}" : $"template {template}";
        return reason == Reasons.TemplateInvalid ? $"{place}: {problem}; correct its file" : $"{place}: {problem}";
    }
}
