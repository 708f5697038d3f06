using System.Globalization;
using Scriban.Runtime;

namespace Operator.Rendering.Templates;

/// <summary>One rendering of the built-in template.</summary>
/// <param name="model">What it may say.</param>
/// <param name="locals">Its variables, each at its place.</param>
/// <param name="output">Where to write.</param>
internal sealed class TemplateRun(ScriptObject model, object?[] locals, TextBuffer output)
{
    public ScriptObject Model { get; } = model;

    public object?[] Locals { get; } = locals;

    public TextBuffer Output { get; } = output;

    public void Write(object? value)
    {
        if (value is string text)
        {
            Output.Append(text);
        }
        else if (value is not null)
        {
            Output.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }
}
