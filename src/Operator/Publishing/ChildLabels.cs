namespace Operator.Publishing;

/// <summary>Labels of what the operator creates. They let it watch its own ConfigMaps and nobody else's.</summary>
internal static class ChildLabels
{
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    public const string Component = "app.kubernetes.io/component";

    public const string Manager = "postmortem-operator";

    public const string Selector = ManagedBy + "=" + Manager;

    public static IReadOnlyDictionary<string, string> Document { get; } = Of("document");

    public static IReadOnlyDictionary<string, string> Evidence { get; } = Of("evidence");

    private static SortedDictionary<string, string> Of(string component) =>
        new(StringComparer.Ordinal) { [ManagedBy] = Manager, [Component] = component };
}
