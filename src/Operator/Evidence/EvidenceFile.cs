using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Operator.Api;
using Operator.Core.Evidence;
using Operator.PlainJson;

namespace Operator.Evidence;

/// <summary>Saves and replays evidence: versioned JSON, compressed. The same evidence always gives the same bytes.</summary>
internal static class EvidenceFile
{
    /// <summary>What saved evidence may be, decompressed: far more than any incident needs.</summary>
    public const int MaxBytes = 64 << 20;

    private const string ExpectedKind = "IncidentEvidence";

    /// <summary>SHA-256 over the canonical JSON, as status.evidence.digest has it.</summary>
    public static string Digest(IncidentEvidence evidence) => Digest(Canonical(evidence));

    /// <summary>The compressed file.</summary>
    public static byte[] Save(IncidentEvidence evidence)
    {
        var canonical = Canonical(evidence);
        var envelope = JsonOutput.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("kind", ExpectedKind);
            json.WriteNumber("version", evidence.Version);
            json.WriteString("digest", Digest(canonical));
            json.WritePropertyName("evidence");
            json.WriteRawValue(canonical, skipInputValidation: true);
            json.WriteEndObject();
        });
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(envelope);
        }

        return file.ToArray();
    }

    /// <summary>Reads a saved file, compressed or (for a person who looked into it) not.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="name">How messages name it.</param>
    /// <exception cref="EvidenceException">Reason EvidenceInvalid: what is wrong, and what to do.</exception>
    public static IncidentEvidence Load(ReadOnlySpan<byte> file, string name)
    {
        try
        {
            var json = file is [0x1f, 0x8b, ..] ? Decompress(file.ToArray(), name) : file.ToArray();
            using var envelope = JsonDocument.Parse(json);
            return Open(envelope.RootElement, name);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or NotSupportedException or InvalidOperationException or FormatException)
        {
            throw Invalid(name, "is not evidence that this program saved (corrupt, cut off or another kind of file); collect it again", e);
        }
    }

    private static IncidentEvidence Open(JsonElement envelope, string name)
    {
        if (!string.Equals(envelope.Text("kind"), ExpectedKind, StringComparison.Ordinal))
        {
            throw Invalid(name, "is not a file of evidence");
        }

        var version = envelope.Whole("version");
        if (version > IncidentEvidence.CurrentVersion)
        {
            throw Invalid(name, $"has version {version}, this program reads up to {IncidentEvidence.CurrentVersion}; use a newer one");
        }

        var evidence = EvidenceReader.Read(envelope.Required("evidence"));
        return evidence.Version >= 1 && evidence.Version == version && string.Equals(Digest(evidence), envelope.Text("digest"), StringComparison.Ordinal)
            ? evidence
            : throw Invalid(name, "does not match its digest: it was changed after it was saved; collect it again");
    }

    private static byte[] Decompress(byte[] file, string name)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var json = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = gzip.Read(buffer)) > 0)
        {
            if (json.Length + read > MaxBytes)
            {
                throw Invalid(name, $"is larger than {MaxBytes >> 20} MiB when decompressed");
            }

            json.Write(buffer, 0, read);
        }

        return json.ToArray();
    }

    private static byte[] Canonical(IncidentEvidence evidence) => JsonOutput.Bytes(json => new EvidenceWriter(json).Write(evidence));

    private static string Digest(byte[] canonical) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(canonical));

    private static EvidenceException Invalid(string name, string what, Exception? inner = null) =>
        new(Reasons.EvidenceInvalid, $"{name} {what}", terminal: true, inner: inner);
}
