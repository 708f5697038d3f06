using System.Diagnostics.CodeAnalysis;
using Operator.Api;
using Operator.Core;

namespace Operator.Rendering.Templates;

/// <summary>The templates that the administrator installed: files NAME.md.scriban in one directory. "default" is built in.</summary>
/// <param name="directory">The directory; null when there are none.</param>
internal sealed class TemplateCatalog(string? directory)
{
    private const string Extension = ".md.scriban";

    /// <summary>Whether the name is that of the built-in template; null and empty are.</summary>
    public static bool IsBuiltIn([NotNullWhen(false)] string? name) =>
        string.IsNullOrEmpty(name) || string.Equals(name, TemplateSource.DefaultName, StringComparison.Ordinal);

    /// <summary>The template of that name, read anew each time so that a changed file is used; null or empty means the built-in one.</summary>
    /// <exception cref="TemplateException">No such template, or it is too large to be one.</exception>
    public TemplateSource Find(string? name)
    {
        if (IsBuiltIn(name))
        {
            return TemplateSource.Default;
        }

        // The pattern leaves no way out of the directory.
        if (!KubernetesNames.IsLabel(name))
        {
            throw Unknown(name, "this is not a template's name; use lower-case letters, digits and '-'");
        }

        if (directory is null)
        {
            throw Unknown(name, "it is not installed, because no template directory is configured; leave spec.template out for the built-in one, or have an administrator set templates.directory");
        }

        var path = Path.Combine(directory, name + Extension);
        try
        {
            return File.Exists(path)
                ? new TemplateSource(name, Read(name, path))
                : throw Unknown(name, $"it is not installed: the template directory has no file {name}{Extension}; correct spec.template.name, leave it out for the built-in one, or have an administrator install {name}{Extension} there");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unknown(name, "its file cannot be read");
        }
    }

    private static string Read(string name, string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > TemplateLimits.Source)
        {
            throw new TemplateException(Reasons.TemplateInvalid, name, $"it is larger than {TemplateLimits.Source / 1024} KiB");
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static TemplateException Unknown(string name, string problem) =>
        new(Reasons.TemplateUnknown, name.Length <= 63 ? name : name[..63] + "…", problem);
}
