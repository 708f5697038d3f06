using System.Buffers;
using System.Globalization;
using System.Text;

namespace Operator.Publishing.Git;

/// <summary>The formats in which git takes and gives many objects at once.</summary>
internal static class GitObjects
{
    /// <summary>Reads the output of <c>cat-file --batch</c>; what is missing is left out.</summary>
    public static IReadOnlyDictionary<string, byte[]> Parse(byte[] output)
    {
        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        for (var at = 0; at < output.Length;)
        {
            var end = Array.IndexOf(output, (byte)'\n', at);
            var header = Encoding.ASCII.GetString(output, at, end - at).Split(' ');
            at = end + 1;
            if (header.Length != 3)
            {
                continue;
            }

            var length = int.Parse(header[2], CultureInfo.InvariantCulture);
            contents[header[0]] = output.AsSpan(at, length).ToArray();
            at += length + 1;
        }

        return contents;
    }

    /// <summary>Writes the input of <c>fast-import</c> for one commit.</summary>
    public static byte[] Import(string name, string? parent, IEnumerable<GitChange> changes, string message, GitCommitterOptions committer, long seconds)
    {
        var stream = new ArrayBufferWriter<byte>();
        Write(stream, string.Create(CultureInfo.InvariantCulture, $"commit {name}\ncommitter {committer.Name} <{committer.Email}> {seconds} +0000\n"));
        Data(stream, Encoding.UTF8.GetBytes(message));
        if (parent is not null)
        {
            Write(stream, $"from {parent}\n");
        }

        foreach (var change in changes)
        {
            if (change.Content is { } content)
            {
                Write(stream, $"M 100644 inline {Quote(change.Path)}\n");
                Data(stream, content);
            }
            else
            {
                Write(stream, $"D {Quote(change.Path)}\n");
            }
        }

        Write(stream, "\ndone\n");
        return stream.WrittenSpan.ToArray();
    }

    private static void Data(ArrayBufferWriter<byte> stream, byte[] content)
    {
        Write(stream, string.Create(CultureInfo.InvariantCulture, $"data {content.Length}\n"));
        stream.Write(content);
        Write(stream, "\n");
    }

    private static void Write(ArrayBufferWriter<byte> stream, string text) => Encoding.UTF8.GetBytes(text, stream);

    // Paths have no control characters: GitPath refuses them.
    private static string Quote(string path) => $"\"{path.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
