using System.Runtime.InteropServices;

namespace Operator.Runtime.Diagnostics;

/// <summary>The memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>Gives back to the system what is not in use: garbage, and what the C library keeps of what the compiler needed.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Only glibc has it; others keep less.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallocTrim(nuint pad);
}
