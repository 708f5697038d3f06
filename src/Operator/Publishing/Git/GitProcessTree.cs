using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Operator.Publishing.Git;

/// <summary>
/// Ends git with everything that it has started. Killing git alone would leave its transports alive, and their push would still arrive.
/// Children whose parent has ended are found by a mark in their environment.
/// </summary>
internal static class GitProcessTree
{
    public const string MarkVariable = "POSTMORTEM_OPERATOR_GIT_RUN";

    // One that is being started while the others are killed shows up in the next pass.
    private const int Passes = 5;

    public static void Kill(Process process, string mark)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already.
        }

        for (var pass = 0; pass < Passes && KillMarked(mark); pass++)
        {
        }

        // So that it is no zombie when the caller goes on.
        process.WaitForExit(TimeSpan.FromSeconds(5));
    }

    private static bool KillMarked(string mark)
    {
        var found = false;
        var wanted = Encoding.ASCII.GetBytes($"{MarkVariable}={mark}");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && HasMark(folder, wanted))
            {
                found = true;
                TryKill(id);
            }
        }

        return found;
    }

    private static bool HasMark(string folder, byte[] wanted)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(wanted) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or of another user.
            return false;
        }
    }

    private static void TryKill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // Gone in this moment.
        }
    }
}
