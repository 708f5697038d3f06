using Operator.Sandbox.ApiServer.Tables;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>The kinds that are served without a CustomResourceDefinition.</summary>
internal static class BuiltInResources
{
    public const string CrdStorage = "customresourcedefinitions.apiextensions.k8s.io";

    private static readonly string[] EventFields = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

    public static IReadOnlyList<ResourceDefinition> All(TimeProvider time) =>
    [
        Core("namespaces", "Namespace", "ns") with
        {
            Namespaced = false,
            HasStatus = true,
            Verbs = [.. ResourceDefinition.AllVerbs.Where(v => !string.Equals(v, "deletecollection", StringComparison.Ordinal))],
            Strategy = new NamespaceStrategy(),
            Columns = [PrinterColumn.Name, PrinterColumn.At("Status", ".status.phase"), PrinterColumn.Age],
            SelectableFields = Same("status.phase"),
        },
        Core("configmaps", "ConfigMap", "cm") with
        {
            Strategy = new ConfigMapStrategy(),
            Columns = [PrinterColumn.Name, PrinterColumn.Count("Data", "data", "binaryData"), PrinterColumn.Age],
        },
        Core("secrets", "Secret") with
        {
            Strategy = new SecretStrategy(),
            Columns = [PrinterColumn.Name, PrinterColumn.At("Type", ".type"), PrinterColumn.Count("Data", "data"), PrinterColumn.Age],
            SelectableFields = Same("type"),
        },
        Core("serviceaccounts", "ServiceAccount", "sa") with
        {
            Columns = [PrinterColumn.Name, PrinterColumn.Count("Secrets", "secrets"), PrinterColumn.Age],
        },
        Core("events", "Event", "ev") with
        {
            Schema = BuiltInSchemas.Named("CoreEvent"),
            Strategy = new EventStrategy(isNewApi: false),
            Columns = EventColumns.All,
            SelectableFields = EventSelectors("involvedObject"),
        },
        Core("events", "Event", "ev") with
        {
            Group = "events.k8s.io",
            Storage = "events",
            Strategy = new EventStrategy(isNewApi: true),
            Columns = EventColumns.All,
            SelectableFields = EventSelectors("regarding"),
        },
        Core("leases", "Lease") with
        {
            Group = "coordination.k8s.io",
            Strategy = new LeaseStrategy(),
            Columns = [PrinterColumn.Name, PrinterColumn.At("Holder", ".spec.holderIdentity"), PrinterColumn.Age],
        },
        Core("customresourcedefinitions", "CustomResourceDefinition", "crd", "crds") with
        {
            Group = "apiextensions.k8s.io",
            Namespaced = false,
            HasStatus = true,
            Categories = ["api-extensions"],
            Strategy = new CrdStrategy(time),
            Columns = [PrinterColumn.Name, PrinterColumn.At("Created At", ".metadata.creationTimestamp")],
        },
    ];

    private static ResourceDefinition Core(string plural, string kind, params string[] shortNames) => new()
    {
        Group = "",
        Version = "v1",
        Plural = plural,
        Singular = kind.ToLowerInvariant(),
        Kind = kind,
        Namespaced = true,
        ShortNames = shortNames,
        Schema = BuiltInSchemas.Named(kind),
    };

    private static Dictionary<string, string> Same(params string[] fields) => fields.ToDictionary(f => f, f => f, StringComparer.Ordinal);

    /// <summary>Both views select on what is stored, which is core/v1.</summary>
    private static Dictionary<string, string> EventSelectors(string subject)
    {
        var fields = EventFields.ToDictionary(f => $"{subject}.{f}", f => $"involvedObject.{f}", StringComparer.Ordinal);
        foreach (var field in new[] { "reason", "type", "reportingComponent" })
        {
            fields[field] = field;
        }

        fields["source"] = "source.component";
        fields["reportingController"] = "reportingComponent";
        return fields;
    }
}
