namespace Operator.Manifests;

/// <summary>Something that is wrong with a manifest, or that deserves a second look.</summary>
/// <param name="File">The file's name as it was given.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Path">The field's path, such as spec.slos[0].objective; empty for the document or the file.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Severity">Whether it makes the manifest invalid.</param>
internal sealed record Problem(string File, int Line, string Path, string Message, ProblemSeverity Severity = ProblemSeverity.Invalid)
{
    /// <summary><c>file:line: field.path: message</c>.</summary>
    public override string ToString()
    {
        var path = Path.Length == 0 ? "" : $"{Quote.Path(Path)}: ";
        var severity = Severity == ProblemSeverity.Warning ? "warning: " : "";
        return $"{File}:{Line}: {path}{severity}{Message}";
    }
}
