using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

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
        LenientCrd.RemoveField(lines, "suspend");
        File.WriteAllLines(path, lines);
        return folder;
    }
}
