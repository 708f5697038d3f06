using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>The chart's own sets of values, one for each kind of cluster that it must suit.</summary>
public static class ValueSets
{
    private static readonly string Folder = Path.Combine(Helm.Chart, "ci");

    /// <summary>Their names, and "default" for none.</summary>
    public static IEnumerable<string> Names => ["default", .. Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f).Replace("-values.yaml", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Each of them with each Helm.</summary>
    public static TheoryData<string, int> WithEachHelm => [.. from name in Names from helm in new[] { 3, 4 } select (name, helm)];

    public static TheoryData<string> All => [.. Names];

    /// <summary>The file, or null for the default values.</summary>
    public static string? File(string name) => name == "default" ? null : Path.Combine(Folder, $"{name}-values.yaml");
}
