using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Operator.Rendering.Html;

/// <summary>Checkboxes that say what they are to those who do not see them.</summary>
internal sealed class TaskListHtml : HtmlObjectRenderer<TaskList>
{
    protected override void Write(HtmlRenderer renderer, TaskList obj) => renderer.Write(obj.Checked
        ? "<input type=\"checkbox\" disabled checked aria-label=\"Done\">"
        : "<input type=\"checkbox\" disabled aria-label=\"Not done\">");
}
