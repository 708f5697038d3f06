namespace Operator.EndToEnd.Tests.Support;

/// <summary>The CRD of another version, or one that was changed by hand: it lets through what this program's types do not take.</summary>
public static class LenientCrd
{
    private const string Severities = "enum: [P0, P1, P2, P3, P4, SEV0, SEV1, SEV2, SEV3, SEV4, SEV5]";
    private const string Phases = "enum: [Draft, Reviewed, Published]";

    /// <summary>Any severity.</summary>
    public static string WithAnySeverity() => Replace(Severities);

    /// <summary>Any phase in the status, as after a rollback.</summary>
    public static string WithAnyPhase() => Replace(Phases);

    private static string Replace(string values)
    {
        var text = File.ReadAllText(RepositoryFiles.Crd);
        Assert.Contains(values, text);
        var path = Path.Combine(Directory.CreateTempSubdirectory("crd-").FullName, "postmortems.yaml");
        File.WriteAllText(path, text.Replace(values, "maxLength: 10", StringComparison.Ordinal));
        return path;
    }
}
