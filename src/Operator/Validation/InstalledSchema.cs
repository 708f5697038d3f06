using System.Reflection;
using System.Text.Json;
using Operator.Crds;

namespace Operator.Validation;

/// <summary>
/// The schema of a spec, as the installed definition has it, without its descriptions: reading it takes a fraction of generating
/// it, or of reading the definition itself. A test holds that it is the one that the types give.
/// </summary>
internal static class InstalledSchema
{
    /// <summary>Its name in the build.</summary>
    public const string Resource = "spec-schema.json";

    /// <summary>The schema of spec.</summary>
    /// <exception cref="InvalidOperationException">The build did not embed it.</exception>
    public static StructuralSchema Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} is missing from the build");
        using var schema = JsonDocument.Parse(stream);
        return StructuralSchema.Parse(schema.RootElement);
    }
}
