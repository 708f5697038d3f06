using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core;
using Operator.Crds;
using Operator.Manifests;

namespace Operator.Validation;

/// <summary>Judges manifests as the API server would, and beyond the schema where a mistake would only show later.</summary>
/// <param name="settings">What there is.</param>
internal sealed class PostMortemValidator(ValidationSettings settings)
{
    // What etcd takes in one request by default.
    private const int LargestObject = 1_500_000;

    private static readonly Lazy<StructuralSchema> Spec = new(() => StructuralSchema.Parse(CrdGenerator.Spec(documentation: null)));

    /// <summary>Judges one document of kind PostMortem.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The resource, unless it is invalid, and every problem in the order of lines.</returns>
    public ValidationResult Validate(ManifestDocument document)
    {
        var problems = new List<Problem>();
        var root = document.Root;
        void Report(int line, string path, string message) => problems.Add(new(document.File, line, path, message));

        CheckRoot(root, Report);
        new MetadataRules(Report).Check(root);
        if (root["spec"] is { } spec)
        {
            new SchemaValidator(Report).Validate(spec, Spec.Value, "spec");
            new SpecRules(settings, (line, path, message, severity) => problems.Add(new(document.File, line, path, message, severity))).Check(spec);
        }
        else
        {
            Report(root.Line, "spec", "is missing but required: an object with title, severity, services");
        }

        problems.Sort(Compare);
        var resource = problems.Any(p => p.Severity != ProblemSeverity.Warning) ? null : Read(document, problems);
        return new(resource, problems);
    }

    private static void CheckRoot(ManifestNode root, Action<int, string, string> report)
    {
        string[] known = ["apiVersion", "kind", "metadata", "spec", "status"];
        foreach (var field in root.Fields.Where(f => !known.Contains(f.Key, StringComparer.Ordinal)))
        {
            report(field.Line, field.Key, $"is not a known field{NearestName.Hint(field.Key, known)}");
        }

        if (root["apiVersion"]?.String is not PostMortem.GroupVersion)
        {
            report(root["apiVersion"]?.Line ?? root.Line, "apiVersion", $"must be {PostMortem.GroupVersion}");
        }

        if (root["kind"]?.String is not PostMortem.KindName)
        {
            report(root["kind"]?.Line ?? root.Line, "kind", $"must be {PostMortem.KindName}");
        }
    }

    private static int Compare(Problem a, Problem b) =>
        a.Line.CompareTo(b.Line) is var line and not 0 ? line
        : string.CompareOrdinal(a.Path, b.Path) is var path and not 0 ? path
        : string.CompareOrdinal(a.Message, b.Message);

    private static PostMortem? Read(ManifestDocument document, List<Problem> problems)
    {
        var json = ManifestJson.Write(document.Root with { Fields = [.. document.Root.Fields.Where(f => f.Key is not "status").Select(WithoutServerFields)] });
        if (json.Length > LargestObject)
        {
            problems.Add(new(document.File, document.Root.Line, "", $"is {json.Length / 1024} KiB of JSON; an API server takes at most {LargestObject / 1024} KiB"));
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json.Span, PostMortemJsonContext.Default.PostMortem);
        }
        catch (JsonException e)
        {
            // The schema has let it pass; say so rather than crash.
            problems.Add(new(document.File, document.Root.Line, "", $"cannot be read: {Quote.Short(e.Message)}"));
            return null;
        }
    }

    // What the server keeps about an object is not an input of a person, and of no use here.
    private static ManifestField WithoutServerFields(ManifestField field)
    {
        if (field.Key is not "metadata")
        {
            return field;
        }

        string[] kept = ["name", "namespace", "labels", "annotations", "uid", "creationTimestamp", "generation"];
        return field with { Value = field.Value with { Fields = [.. field.Value.Fields.Where(f => kept.Contains(f.Key, StringComparer.Ordinal))] } };
    }
}
