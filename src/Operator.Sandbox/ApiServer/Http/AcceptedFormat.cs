using Microsoft.AspNetCore.Http;
using Operator.Sandbox.ApiServer.Errors;

namespace Operator.Sandbox.ApiServer.Http;

/// <summary>What the client's Accept header chose: plain objects, tables or metadata only.</summary>
internal sealed record AcceptedFormat(string As, string Version)
{
    public static readonly AcceptedFormat Plain = new("", "");

    public bool IsTable => As is "Table";

    public bool IsPartial => As is "PartialObjectMetadata" or "PartialObjectMetadataList";

    /// <exception cref="ApiException">406 when nothing that this server speaks is accepted.</exception>
    public static AcceptedFormat Of(HttpRequest request)
    {
        var header = request.Headers.Accept.ToString();
        if (header.Length == 0)
        {
            return Plain;
        }

        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            var pieces = part.Split(';', StringSplitOptions.TrimEntries);
            if (pieces[0] is not ("application/json" or "application/yaml" or "*/*" or "application/*"))
            {
                continue;
            }

            var kind = Parameter(pieces, "as=");
            if (kind is "")
            {
                return Plain;
            }

            if (kind is "Table" or "PartialObjectMetadata" or "PartialObjectMetadataList" && Parameter(pieces, "g=") is "meta.k8s.io")
            {
                return new AcceptedFormat(kind, $"meta.k8s.io/{Parameter(pieces, "v=")}");
            }
        }

        throw ApiErrors.NotAcceptable();
    }

    private static string Parameter(string[] pieces, string prefix) =>
        Array.Find(pieces, p => p.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";
}
