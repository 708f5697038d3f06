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

        return file.Problems.Select(p => p.Severity).DefaultIfEmpty(ProblemSeverity.Warning).Max() switch
        {
            ProblemSeverity.Unreadable => ExitCodes.Unusable,
            ProblemSeverity.Invalid => ExitCodes.No,
            _ => ExitCodes.Fine,
        };
    }
}
