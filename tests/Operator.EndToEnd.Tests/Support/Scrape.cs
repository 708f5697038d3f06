using System.Globalization;
using System.Net.Http.Headers;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>One answer of /metrics.</summary>
public sealed class Scrape
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    private readonly string[] _lines;

    private Scrape(string text)
    {
        Text = text;
        _lines = text.Split('\n');
    }

    public string Text { get; }

    /// <summary>The names of the families that are declared.</summary>
    public IEnumerable<string> Families => _lines.Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]);

    public static async Task<Scrape> OfAsync(Uri url)
    {
        using var response = await AskAsync(url);
        response.EnsureSuccessStatusCode();
        return new Scrape(await response.Content.ReadAsStringAsync());
    }

    /// <summary>The bare answer, such as a refusal.</summary>
    public static Task<HttpResponseMessage> AskAsync(Uri url, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return Http.SendAsync(request);
    }

    /// <summary>The value of the one series of a family whose labels contain all the given ones; null when there is none.</summary>
    public double? Value(string family, params string[] labels)
    {
        var found = Series(family).Where(l => labels.All(label => l.Contains(label, StringComparison.Ordinal))).ToList();
        Assert.True(found.Count <= 1, $"{family} has several such series:\n{string.Join('\n', found)}");
        return found.Count == 0 ? null : double.Parse(found[0][(found[0].LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>The series of a family.</summary>
    public IEnumerable<string> Series(string family) =>
        _lines.Where(l => l.StartsWith(family + "{", StringComparison.Ordinal) || l.StartsWith(family + " ", StringComparison.Ordinal));
}
