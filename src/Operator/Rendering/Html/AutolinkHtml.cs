using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace Operator.Rendering.Html;

/// <summary>Bare URLs and e-mail addresses.</summary>
internal sealed class AutolinkHtml : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline obj)
    {
        var text = HtmlText.Escape(obj.Url);
        var url = obj.IsEmail ? "mailto:" + obj.Url : obj.Url;
        if (!LinkPolicy.Allows(url))
        {
            renderer.Write(text);
            return;
        }

        renderer.Write("<a href=\"").Write(HtmlText.Escape(url)).Write("\" rel=\"noopener noreferrer\">").Write(text).Write("</a>");
    }
}
