using System.Text;
using Operator.Configuration;
using Operator.Manifests;

namespace Operator.Cli;

/// <summary>Reads and writes the files that a command names, with messages that name them.</summary>
internal static class Files
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Reads manifests; "-" is standard input.</summary>
    /// <exception cref="UnusableException">The file cannot be read.</exception>
    public static ManifestFile ReadManifests(string file, Terminal terminal)
    {
        try
        {
            using var stream = file is "-" ? terminal.Input() : File.OpenRead(file);
            return ManifestReader.Read(stream, Name(file));
        }
        catch (Exception e) when (InputFile.IsFault(e))
        {
            throw new UnusableException($"{Name(file)}: cannot be read: {InputFile.Cause(e)}");
        }
    }

    /// <summary>How messages name a file.</summary>
    public static string Name(string file) => file is "-" ? "<stdin>" : file;

    /// <summary>Writes a text so that a reader sees the old or the new one, never a part.</summary>
    /// <exception cref="UnusableException">The file cannot be written.</exception>
    public static void Write(string file, string text) => Write(file, Utf8.GetBytes(text));

    /// <summary>Writes bytes so that a reader sees the old or the new ones, never a part.</summary>
    /// <exception cref="UnusableException">The file cannot be written.</exception>
    public static void Write(string file, byte[] bytes)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (InputFile.IsFault(e))
        {
            TryDelete(temporary);
            throw new UnusableException($"{file}: cannot be written: {InputFile.Cause(e)}");
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (InputFile.IsFault(e))
        {
            // The first fault is the one to tell.
        }
    }
}
