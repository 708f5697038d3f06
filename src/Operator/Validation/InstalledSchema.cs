using System.Reflection;
using System.Text.Json.Nodes;
using Operator.Crds;
using Operator.Manifests;

namespace Operator.Validation;

/// <summary>The schema of the definition that the build embedded: reading it takes a fraction of generating it.</summary>
internal static class InstalledSchema
{
    private const string Resource = "postmortems.yaml";

    /// <summary>The schema of a whole object.</summary>
    /// <exception cref="InvalidOperationException">The build did not embed the definition.</exception>
    public static StructuralSchema Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} is missing from the build");
        using var reader = new StreamReader(stream);
        var definition = JsonNode.Parse(ManifestJson.Write(ManifestReader.Read(reader.ReadToEnd(), Resource).Documents.Single().Root).Span)!;
        return StructuralSchema.Parse(definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject());
    }
}
