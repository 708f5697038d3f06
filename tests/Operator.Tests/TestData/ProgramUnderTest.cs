using System.Diagnostics;

namespace Operator.Tests.TestData;

/// <summary>
/// The program that tests start as a process: the published one that <c>OPERATOR_PROGRAM</c> names, as code that is compiled ahead may
/// lack what is found by reflection; else the assembly beside the tests.
/// </summary>
internal static class ProgramUnderTest
{
    private const string Variable = "OPERATOR_PROGRAM";

    /// <summary>How to start it, with its output to be read.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var published = Environment.GetEnvironmentVariable(Variable);
        var start = string.IsNullOrEmpty(published)
            ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "postmortem-operator.dll"), .. arguments])
            : new ProcessStartInfo(published, arguments);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }
}
