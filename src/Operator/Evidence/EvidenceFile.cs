using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Saves and replays evidence: versioned JSON, compressed. The same evidence always gives the same bytes.</summary>
internal static class EvidenceFile
{
    /// <summary>What saved evidence may be, decompressed: far more than any incident needs.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>SHA-256 over the canonical JSON, as status.evidence.digest has it.</summary>
    public static string Digest(IncidentEvidence evidence) => Digest(Canonical(evidence));

    /// <summary>The compressed file.</summary>
    public static byte[] Save(IncidentEvidence evidence)
    {
        var canonical = Canonical(evidence);
        using var document = JsonDocument.Parse(canonical);
        var envelope = new EvidenceEnvelope
        {
            Kind = EvidenceEnvelope.ExpectedKind,
            Version = evidence.Version,
            Digest = Digest(canonical),
            Evidence = document.RootElement,
        };
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, envelope, EvidenceJsonContext.Default.EvidenceEnvelope);
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
            var envelope = JsonSerializer.Deserialize(json, EvidenceJsonContext.Default.EvidenceEnvelope);
            return envelope is null ? throw new JsonException("null") : Open(envelope, name);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or NotSupportedException or InvalidOperationException or FormatException)
        {
            throw Invalid(name, "is not evidence that this program saved (corrupt, cut off or another kind of file); collect it again", e);
        }
    }

    private static IncidentEvidence Open(EvidenceEnvelope envelope, string name)
    {
        if (!string.Equals(envelope.Kind, EvidenceEnvelope.ExpectedKind, StringComparison.Ordinal))
        {
            throw Invalid(name, "is not a file of evidence");
        }

        if (envelope.Version > IncidentEvidence.CurrentVersion)
        {
            throw Invalid(name, $"has version {envelope.Version}, this program reads up to {IncidentEvidence.CurrentVersion}; use a newer one");
        }

        var evidence = envelope.Evidence.Deserialize(EvidenceJsonContext.Default.IncidentEvidence);
        return evidence is { Version: >= 1 } && evidence.Version == envelope.Version && string.Equals(Digest(evidence), envelope.Digest, StringComparison.Ordinal)
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

    private static byte[] Canonical(IncidentEvidence evidence) => JsonSerializer.SerializeToUtf8Bytes(evidence, EvidenceJsonContext.Default.IncidentEvidence);

    private static string Digest(byte[] canonical) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(canonical));

    private static EvidenceException Invalid(string name, string what, Exception? inner = null) =>
        new(Reasons.EvidenceInvalid, $"{name} {what}", terminal: true, inner: inner);
}
