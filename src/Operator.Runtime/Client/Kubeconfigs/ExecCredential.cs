using System.Text.Json;

namespace Operator.Runtime.Client.Kubeconfigs;

/// <summary>What a credential plugin answered (<c>client.authentication.k8s.io</c>).</summary>
/// <param name="Token">A bearer token, or null.</param>
/// <param name="Certificate">A client certificate as PEM, or null.</param>
/// <param name="Key">Its key as PEM, or null.</param>
/// <param name="Expiry">When the plugin must be asked again; null when never.</param>
internal sealed record ExecCredential(string? Token, string? Certificate, string? Key, DateTimeOffset? Expiry)
{
    /// <summary>Reads what the plugin wrote.</summary>
    /// <param name="json">Its standard output.</param>
    /// <param name="apiVersion">The version that the kubeconfig asks for.</param>
    /// <exception cref="FormatException">It is not a credential of this version. The message holds nothing of what was written.</exception>
    public static ExecCredential Parse(string json, string apiVersion)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (Text(root, "kind") != "ExecCredential" || Text(root, "apiVersion") is not { } version)
            {
                throw new FormatException("it wrote no ExecCredential");
            }

            if (version != apiVersion)
            {
                throw new FormatException($"it wrote an ExecCredential of '{version}', not of '{apiVersion}'");
            }

            if (!root.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("its ExecCredential has no status");
            }

            var credential = new ExecCredential(
                Text(status, "token"), Text(status, "clientCertificateData"), Text(status, "clientKeyData"), Time(status, "expirationTimestamp"));
            return credential.Token is not null || (credential.Certificate is not null && credential.Key is not null)
                ? credential
                : throw new FormatException("its ExecCredential has neither a token nor a client certificate with its key");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("it wrote no JSON object", e);
        }
    }

    private static string? Text(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Time(JsonElement element, string field)
    {
        if (!element.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time)
            ? time
            : throw new FormatException($"its {field} is not an RFC 3339 time");
    }
}
