namespace Operator.EndToEnd.Tests.Support;

/// <summary>The CRD of another version, or one that was changed by hand: it lets through what this program's types do not take.</summary>
public static class LenientCrd
{
    private const string Severities = "enum: [P0, P1, P2, P3, P4, P5, SEV0, SEV1, SEV2, SEV3, SEV4, SEV5, SEV6]";
    private const string Phases = "enum: [Draft, Reviewed, Published]";

    /// <summary>Any severity.</summary>
    public static string WithAnySeverity() => Replace(Severities);

    /// <summary>Any phase in the status too, as after a rollback.</summary>
    public static string WithAnySeverityAndPhase() => Replace(Severities, Phases);

    /// <summary>A revision that did not have a field yet.</summary>
    public static string Without(string field)
    {
        var lines = File.ReadAllLines(RepositoryFiles.Crd).ToList();
        RemoveField(lines, field);
        return Write(string.Join('\n', lines));
    }

    /// <summary>Removes the first field of that name, with all that belongs to it.</summary>
    public static void RemoveField(List<string> lines, string field)
    {
        var start = lines.FindIndex(l => l.Trim() == $"{field}:");
        var end = lines.FindIndex(start + 1, l => Indent(l) <= Indent(lines[start]));
        lines.RemoveRange(start, end - start);
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    private static string Replace(params string[] enums)
    {
        var text = File.ReadAllText(RepositoryFiles.Crd);
        foreach (var values in enums)
        {
            Assert.Contains(values, text);
            text = text.Replace(values, "maxLength: 10", StringComparison.Ordinal);
        }

        return Write(text);
    }

    private static string Write(string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("crd-").FullName, "postmortems.yaml");
        File.WriteAllText(path, text);
        return path;
    }
}
