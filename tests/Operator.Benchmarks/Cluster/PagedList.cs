using System.Text.Json;

namespace Operator.Benchmarks.Cluster;

/// <summary>The bare paged list: every page is fetched, and nothing is read of it but where the next one is. Part of a program of its own too.</summary>
internal static class PagedList
{
    public static async Task ReadAsync(HttpClient client, Uri server)
    {
        string? next = null;
        do
        {
            var more = next is null ? "" : $"&continue={Uri.EscapeDataString(next)}";
            next = Continue(await client.GetByteArrayAsync(new Uri(server, $"apis/postmortem.dev/v1alpha1/postmortems?limit=500{more}")));
        }
        while (!string.IsNullOrEmpty(next));
    }

    private static string? Continue(byte[] page)
    {
        var reader = new Utf8JsonReader(page);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("items"))
            {
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("continue"))
            {
                reader.Read();
                return reader.GetString();
            }
        }

        return null;
    }
}
