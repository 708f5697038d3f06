namespace Operator.Publishing.Git;

/// <summary>Files and folders that no other user of the machine can read.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The operator runs on Linux.");
        }

        Directory.CreateDirectory(path, File | UnixFileMode.UserExecute);
    }

    /// <summary>A new file; it must not exist.</summary>
    public static FileStream CreateFile(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The operator runs on Linux.");
        }

        return new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = File });
    }
}
