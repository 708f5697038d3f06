using Operator.Manifests;

namespace Operator.Configuration;

/// <summary>Reads files that people name, with messages that name them.</summary>
internal static class InputFile
{
    /// <summary>Reads a file of at most some bytes.</summary>
    /// <exception cref="UnusableException">The file cannot be read, or is larger.</exception>
    public static byte[] Read(string file, long longest)
    {
        try
        {
            var length = new FileInfo(file).Length;
            return length > longest ? throw new UnusableException($"{file}: is larger than {longest >> 20} MiB") : File.ReadAllBytes(file);
        }
        catch (Exception e) when (IsFault(e))
        {
            throw new UnusableException($"{file}: cannot be read: {Cause(e)}");
        }
    }

    /// <summary>Whether an exception is about a file, and not about us.</summary>
    public static bool IsFault(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    /// <summary>What is wrong with a file, for people.</summary>
    public static string Cause(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "it is a folder, or permission is denied",
        _ => Quote.Short(e.Message),
    };
}
