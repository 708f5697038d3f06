using Operator.Install.Tests.Support;

namespace Operator.Install.Tests.Clusters;

/// <summary>The chart as it would have been before the definition got its field <c>suspend</c>.</summary>
internal static class OlderChart
{
    public static string Create()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("older-").FullName, "postmortem-operator");
        foreach (var file in Directory.EnumerateFiles(Helm.Chart, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Helm.Chart, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var path = Path.Combine(folder, "files", "postmortems.yaml");
        var lines = File.ReadAllLines(path).ToList();
        var field = lines.FindIndex(l => l.Trim() == "suspend:");
        var end = lines.FindIndex(field + 1, l => Indent(l) <= Indent(lines[field]));
        lines.RemoveRange(field, end - field);
        File.WriteAllLines(path, lines);
        return folder;
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;
}
