using Scriban;
using Scriban.Runtime;

namespace Operator.Rendering.Templates;

/// <summary>
/// The built-in template, read once into steps: text, members, <c>??</c>, <c>if</c> and <c>for</c> over the model's lists. It needs
/// no sandbox, since it is ours; the limits, checks and look-ups that Scriban makes at every node are for templates that people
/// install. Tests hold its text to what Scriban gives.
/// </summary>
internal sealed class PlainTemplate
{
    private readonly Action<TemplateRun> _steps;
    private readonly int _locals;

    /// <summary>Reads a template.</summary>
    /// <exception cref="NotSupportedException">It uses more of Scriban than this knows.</exception>
    public PlainTemplate(Template template)
    {
        var reader = new PlainTemplateReader();
        _steps = reader.Block(template.Page?.Body);
        _locals = reader.Locals;
    }

    public string Render(ScriptObject model)
    {
        using var output = new TextBuffer();
        _steps(new TemplateRun(model, new object?[_locals], output));
        return output.Written.ToString();
    }
}
