using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Operator.Testing.GitHub;

/// <summary>Pages of lists, as GitHub has them: 30 on a page unless asked, 100 at most, and a link to the next one.</summary>
internal static class Paging
{
    /// <summary>The items of the page that is asked for; one more tells that there is another page.</summary>
    public static JsonArray Of(IEnumerable<JsonNode> items, IQueryCollection query)
    {
        var (page, size) = (Number(query, "page", 1), Math.Min(100, Number(query, "per_page", 30)));
        return [.. items.Skip((page - 1) * size).Take(size + 1)];
    }

    /// <summary>Takes the item that is too many away, and sends a link in its place.</summary>
    public static void Link(HttpContext context, JsonNode body)
    {
        var query = context.Request.Query;
        if (body is not JsonArray items || context.Request.Method != "GET" || items.Count <= Math.Min(100, Number(query, "per_page", 30)))
        {
            return;
        }

        items.RemoveAt(items.Count - 1);
        var next = new QueryBuilder(query.Where(q => q.Key != "page").SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v ?? "")))
        {
            { "page", (Number(query, "page", 1) + 1).ToString(CultureInfo.InvariantCulture) },
        };
        context.Response.Headers.Link = $"<{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{next}>; rel=\"next\"";
    }

    private static int Number(IQueryCollection query, string name, int otherwise) => int.TryParse(query[name], CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
