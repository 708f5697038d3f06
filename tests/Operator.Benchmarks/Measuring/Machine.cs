using System.Globalization;
using System.Runtime.InteropServices;

namespace Operator.Benchmarks;

/// <summary>Where and when figures were taken: without that they say nothing.</summary>
internal static class Machine
{
    public static void Print(TextWriter output)
    {
        var model = Lines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown CPU";
        var load = Lines("/proc/loadavg").FirstOrDefault()?.Split(' ')[0] ?? "unknown";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm}Z, {model}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, load average {load}"));
    }

    private static string[] Lines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
