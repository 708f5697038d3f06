using System.Globalization;
using System.Runtime.InteropServices;

namespace Operator.Publishing.Git;

/// <summary>
/// A name for a user whom the machine does not know, as where a cluster gives each namespace numbers of its own: ssh and ssh-keygen refuse
/// such a user. The library nss_wrapper adds an entry to what they read, without a change to any file of the machine.
/// </summary>
internal static class UserEntry
{
    private const string Library = "libnss_wrapper.so";

    private static readonly string[] Folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

    /// <summary>The library; null where it is not needed, because the user is known, or not installed.</summary>
    public static string? LibraryPath { get; } = FindUser(UserId()) != 0 ? null : Folders.Select(f => Path.Combine(f, Library)).FirstOrDefault(File.Exists);

    /// <summary>What is to be read as /etc/passwd.</summary>
    public static string Users(string home) => string.Create(CultureInfo.InvariantCulture, $"operator:x:{UserId()}:{GroupId()}::{home}:/\n");

    /// <summary>What is to be read as /etc/group.</summary>
    public static string Groups => string.Create(CultureInfo.InvariantCulture, $"operator:x:{GroupId()}:\n");

    [DllImport("libc", EntryPoint = "getuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint UserId();

    [DllImport("libc", EntryPoint = "getgid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GroupId();

    [DllImport("libc", EntryPoint = "getpwuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint FindUser(uint id);
}
