using Operator.Manifests;
using Operator.Validation;

namespace Operator.Cli;

/// <summary>Prints what was found in a file.</summary>
internal static class Verdict
{
    /// <summary>Prints problems to one writer and notes to another.</summary>
    /// <returns>The exit code that the problems ask for.</returns>
    public static int Print(PostMortemFile file, TextWriter problems, TextWriter notes)
    {
        foreach (var note in file.Notes)
        {
            notes.WriteLine(note);
        }

        foreach (var problem in file.Problems)
        {
            problems.WriteLine(problem);
        }

        return file.Problems.Any(p => p.Severity == ProblemSeverity.Unreadable) ? ExitCodes.Unusable
            : file.Problems.Any(p => p.Severity == ProblemSeverity.Invalid) ? ExitCodes.No
            : ExitCodes.Fine;
    }
}
