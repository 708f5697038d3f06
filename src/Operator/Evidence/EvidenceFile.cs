using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>
/// Saves and loads evidence: versioned JSON, compressed. The digest is over the bytes of the member "evidence" as the file has
/// them, so that a later version, which writes other fields, can still verify an older file.
/// </summary>
internal static class EvidenceFile
{
    /// <summary>What saved evidence may be, decompressed: far more than any incident needs.</summary>
    public const int MaxBytes = 32 << 20;

    private const string ExpectedKind = "IncidentEvidence";

    /// <summary>Writes evidence in the current version.</summary>
    public static SavedEvidence Save(IncidentEvidence evidence)
    {
        evidence = evidence with { Version = IncidentEvidence.CurrentVersion };
        var json = JsonSerializer.SerializeToUtf8Bytes(evidence, EvidenceJsonContext.Default.IncidentEvidence);
        var digest = Digest(json);
        return new SavedEvidence(evidence, Pack(json, evidence.Version, digest), digest);
    }

    /// <summary>Whether evidence, once saved, takes no more than so many bytes and can be loaded again.</summary>
    public static bool Fits(IncidentEvidence evidence, int maxBytes)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(evidence, EvidenceJsonContext.Default.IncidentEvidence);
        return json.Length < MaxBytes && Pack(json, evidence.Version, Digest(json)).Length <= maxBytes;
    }

    /// <summary>Reads a saved file, compressed or (for a person who looked into it) not.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="name">How messages name it.</param>
    /// <exception cref="FailureException">Reason EvidenceInvalid: what is wrong, and what to do.</exception>
    public static SavedEvidence Load(byte[] file, string name)
    {
        try
        {
            var json = file is [0x1f, 0x8b, ..] ? Decompress(file, name) : file.AsMemory();
            return Open(json.Span, file, name);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or FormatException)
        {
            throw Invalid(name, "is not evidence that this program saved (corrupt, cut off or another kind of file); collect it again", e);
        }
    }

    private static byte[] Pack(byte[] evidence, int version, string digest)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes($$"""{"kind":"{{ExpectedKind}}","version":{{version}},"digest":"{{digest}}","evidence":"""));
            gzip.Write(evidence);
            gzip.Write("}"u8);
        }

        return file.ToArray();
    }

    private static SavedEvidence Open(ReadOnlySpan<byte> json, byte[] file, string name)
    {
        var envelope = EvidenceEnvelope.Read(json);
        if (!string.Equals(envelope.Kind, ExpectedKind, StringComparison.Ordinal))
        {
            throw Invalid(name, "is not a file of evidence");
        }

        if (envelope.Version > IncidentEvidence.CurrentVersion)
        {
            throw new FailureException(
                Reasons.EvidenceTooNew,
                $"{name} has version {envelope.Version}, this program reads up to {IncidentEvidence.CurrentVersion}; use a newer one",
                isTerminal: true);
        }

        // Nothing of the evidence is read before its digest is known to be right.
        var content = json[envelope.Evidence];
        var digest = Digest(content);
        var evidence = string.Equals(digest, envelope.Digest, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize(content, EvidenceJsonContext.Default.IncidentEvidence)
            : throw Invalid(name, "does not match its digest: it was changed after it was saved; collect it again");
        return evidence is { Version: >= 1 } && evidence.Version == envelope.Version
            ? new SavedEvidence(EvidenceVersions.Upgrade(evidence), file, digest)
            : throw Invalid(name, "names two versions; collect it again");
    }

    private static ReadOnlyMemory<byte> Decompress(byte[] file, string name)
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

        return json.GetBuffer().AsMemory(0, (int)json.Length);
    }

    private static string Digest(ReadOnlySpan<byte> json) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(json));

    private static FailureException Invalid(string name, string what, Exception? inner = null) =>
        new(Reasons.EvidenceInvalid, $"{name} {what}", isTerminal: true, inner: inner);
}
