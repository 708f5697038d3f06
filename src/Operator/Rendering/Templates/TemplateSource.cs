namespace Operator.Rendering.Templates;

/// <summary>A template's text and the name by which people know it.</summary>
/// <param name="Name">"default" for the built-in one.</param>
/// <param name="Text">The template.</param>
internal sealed record TemplateSource(string Name, string Text)
{
    public const string DefaultName = "default";

    public static TemplateSource Default { get; } = new(DefaultName, EmbeddedText.Read("default.md.scriban"));
}
