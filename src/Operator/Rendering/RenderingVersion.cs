using System.Security.Cryptography;
using System.Text;
using Operator.Core;
using Operator.Rendering.Templates;

namespace Operator.Rendering;

/// <summary>Tells whether a document would be rendered as it was: what goes into it beside a resource and its evidence.</summary>
internal static class RenderingVersion
{
    /// <summary>Raised when the same resource and evidence give another document, and not with each release: each raise renders every document anew.</summary>
    public const int Current = 21;

    /// <summary>The version with a template, by its name and text.</summary>
    public static string Of(TemplateSource template) => TemplateCatalog.IsBuiltIn(template.Name)
        ? $"{Current}/{template.Name}"
        : $"{Current}/{template.Name}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template.Text)).AsSpan(0, 8))}";

    /// <summary>Whether a version is that of today.</summary>
    /// <param name="version">A version.</param>
    /// <param name="templates">The templates that are installed now.</param>
    public static bool IsCurrent(string version, TemplateCatalog templates)
    {
        try
        {
            return version.Split('/', ':') is [_, var template, ..] && Of(templates.Find(template)) == version;
        }
        catch (FailureException)
        {
            // The template is gone.
            return false;
        }
    }
}
