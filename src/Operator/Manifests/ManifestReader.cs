using System.Text;

namespace Operator.Manifests;

/// <summary>Reads files of YAML (and so of JSON) strictly: what a person may have meant otherwise is a problem, not a guess.</summary>
internal static class ManifestReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a stream to its end, or to the limit.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="file">The name for messages.</param>
    public static ManifestFile Read(Stream stream, string file)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = stream.Read(chunk)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > ManifestLimits.FileBytes)
            {
                return Unreadable(file, 1, $"is larger than {ManifestLimits.FileBytes >> 20} MiB; an API server takes no object above 1.5 MiB, so split the file");
            }
        }

        return Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), file);
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="bytes">UTF-8, with or without a byte order mark.</param>
    /// <param name="file">The name for messages.</param>
    public static ManifestFile Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.StartsWith<byte>([0xFE, 0xFF]) || bytes.StartsWith<byte>([0xFF, 0xFE]))
        {
            return Unreadable(file, 1, "is UTF-16; save it as UTF-8");
        }

        bytes = bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        try
        {
            return Read(Strict.GetString(bytes), file);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n');
            return Unreadable(file, line, "is not UTF-8 text; save it as UTF-8");
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">The name for messages.</param>
    public static ManifestFile Read(string text, string file)
    {
        if (ControlCharacter(text) is { } index)
        {
            var line = 1 + text.AsSpan(0, index).Count('\n');
            return Unreadable(file, line, FormattableString.Invariant($"holds the control character U+{(int)text[index]:X4}; remove it"));
        }

        var documents = new List<ManifestDocument>();
        var problems = new List<Problem>();
        var read = 0;
        foreach (var (firstLine, part) in Split(text))
        {
            if (read++ == ManifestLimits.Documents)
            {
                problems.Add(new(file, firstLine, "", $"more than {ManifestLimits.Documents} documents; split the file", ProblemSeverity.Unreadable));
                break;
            }

            var composer = new YamlComposer(file, firstLine);
            try
            {
                if (composer.Compose(part) is { Kind: not ManifestNodeKind.Null } root)
                {
                    documents.AddRange(Unpack(new(file, root)));
                }
            }
            catch (ManifestException e)
            {
                problems.Add(new(file, e.Line, "", e.Message, ProblemSeverity.Unreadable));
            }

            problems.AddRange(composer.Problems);
        }

        return new(documents, problems);
    }

    private static ManifestFile Unreadable(string file, int line, string message) =>
        new([], [new(file, line, "", message, ProblemSeverity.Unreadable)]);

    private static int? ControlCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if ((char.IsControl(text[i]) && text[i] is not ('\t' or '\n' or '\r' or '\u0085')) || text[i] is '\uFFFE' or '\uFFFF')
            {
                return i;
            }
        }

        return null;
    }

    // A line "---" begins a document wherever it stands; splitting there keeps an error in one document from hiding the others.
    private static IEnumerable<Part> Split(string text)
    {
        int start = 0, startLine = 1, line = 1;
        for (var at = 0; at < text.Length; line++)
        {
            var end = text.IndexOf('\n', at) is var feed and >= 0 ? feed + 1 : text.Length;
            if (at > start && IsSeparator(text.AsSpan(at, end - at)))
            {
                yield return new(startLine, text[start..at]);
                (start, startLine) = (at, line);
            }

            at = end;
        }

        yield return new(startLine, text[start..]);
    }

    private sealed record Part(int FirstLine, string Text);

    private static bool IsSeparator(ReadOnlySpan<char> line) =>
        line.StartsWith("---", StringComparison.Ordinal) && (line.Length == 3 || line[3] is ' ' or '\t' or '\r' or '\n');

    // kubectl get -o yaml gives several objects as one List.
    private static IEnumerable<ManifestDocument> Unpack(ManifestDocument document) =>
        document.Root["kind"]?.String is { } kind && kind is "List" or "PostMortemList" && document.Root["items"] is { Kind: ManifestNodeKind.List } items
            ? items.Items.Where(i => i.Kind != ManifestNodeKind.Null).Select(i => document with { Root = i })
            : [document];
}
