using Operator.Sandbox.ApiServer.Schemas;
using Operator.Sandbox.ApiServer.Tables;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>One served resource of one version: what its requests need to know.</summary>
internal sealed record ResourceDefinition
{
    public static readonly IReadOnlyList<string> AllVerbs =
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public required string Group { get; init; }

    public required string Version { get; init; }

    public required string Plural { get; init; }

    public required string Singular { get; init; }

    public required string Kind { get; init; }

    public required bool Namespaced { get; init; }

    public required StructuralSchema Schema { get; init; }

    /// <summary>The schema with that of metadata in it, for field ownership.</summary>
    public StructuralSchema TrackingSchema => field ??= Schema with
    {
        Properties = new Dictionary<string, StructuralSchema>(Schema.Properties, StringComparer.Ordinal) { ["metadata"] = BuiltInSchemas.ObjectMeta },
    };

    public string ListKind => $"{Kind}List";

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    public bool HasStatus { get; init; }

    /// <summary>Where the objects live; two views of one resource share it.</summary>
    public string Storage { get; init; } = "";

    public ResourceStrategy Strategy { get; init; } = ResourceStrategy.Plain;

    public IReadOnlyList<PrinterColumn> Columns { get; init; } = [PrinterColumn.Name, PrinterColumn.Age];

    /// <summary>Selectable fields beyond name and namespace: what a client writes → the path in the stored object.</summary>
    public IReadOnlyDictionary<string, string> SelectableFields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool IsCustom { get; init; }

    public string? DeprecationWarning { get; init; }

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public string StorageName => Storage.Length == 0 ? QualifiedName : Storage;

    public string? SelectableField(string field) =>
        field switch
        {
            "metadata.name" => field,
            "metadata.namespace" when Namespaced => field,
            _ => SelectableFields.GetValueOrDefault(field),
        };
}
