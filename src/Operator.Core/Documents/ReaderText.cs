using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Operator.Core.Documents;

/// <summary>
/// A message as readers of the document see it. Status and log tell those who write the resource which field to change, in UTC; whoever reads the
/// document knows neither the fields nor UTC.
/// </summary>
internal static partial class ReaderText
{
    private const int Timeout = 1000;

    // What a field means within a sentence. Longer names first where one begins like another.
    private static readonly Dictionary<string, string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["incident.introducedAt"] = "the introduction of the fault",
        ["incident.startedAt"] = "its start",
        ["incident.detectedAt"] = "its detection",
        ["incident.acknowledgedAt"] = "its acknowledgement",
        ["incident.mitigatedAt"] = "its mitigation",
        ["incident.resolvedAt"] = "its end",
        ["incident.ongoing"] = "that it is ongoing",
        ["detection.alerts"] = "the alerts of this post-mortem",
        ["detection.searchWindow"] = "the time that was searched",
        ["detection.searchWindow.from"] = "the beginning of the search",
        ["detection.searchWindow.to"] = "the end of the search",
        ["impact.affectedUsers"] = "affected users",
        ["impact.affectedUsers.query"] = "affected users",
        ["impact.affectedUsers.totalQuery"] = "all users",
        ["impact.failedRequests"] = "failed requests",
        ["impact.failedRequests.query"] = "failed requests",
        ["impact.failedRequests.slo"] = "failed requests",
        ["impact.revenue"] = "revenue loss",
        ["impact.revenue.perFailedRequest"] = "revenue loss for each failed request",
        ["prometheus.source"] = "the Prometheus source",
        ["timeline"] = "the timeline",
        ["slos"] = "the objectives",
        ["timeZone"] = "the time zone",
        ["limits.samplesPerCollection"] = "the limit on samples",
        ["limits.timePerCollection"] = "the limit on time",
        ["timeSlice.window"] = "the length of a slice",
        ["timeSlice.target"] = "the target of a slice",
        ["sli.ratio"] = "a ratio of counters",
        ["errorQuery"] = "the query of errors",
        ["totalQuery"] = "the query of all requests",
    };

    // Fields and facts that messages name without their path.
    private static readonly Dictionary<string, string> Facts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["introducedAt"] = "introduction of the fault",
        ["startedAt"] = "start",
        ["detectedAt"] = "detection",
        ["acknowledgedAt"] = "acknowledgement",
        ["mitigatedAt"] = "mitigation",
        ["recoveredAt"] = "recovery",
        ["resolvedAt"] = "end",
    };

    /// <summary>The message in words: no fields, no addresses that only the operator reaches, times as the document has them.</summary>
    /// <param name="message">A message of a figure, of evidence or of a reader.</param>
    /// <param name="clock">The document's clock.</param>
    public static string Of(string message, LocalClock clock)
    {
        var text = SourceAddress().Replace(message, "");
        text = Objective().Replace(text, "${name}");
        text = Alert().Replace(text, "alert ${name}");
        text = Teller().Replace(text, m => m.Groups["timeline"].Success ? "(timeline)" : "(stated)");
        text = Window().Replace(text, "a range that follows the incident");
        text = Field().Replace(text, m => InWords(m.Groups["path"].Value));
        text = Fact().Replace(text, m => Facts[m.Value]);
        return Stamp().Replace(text, m => DateTimeOffset.TryParse(m.Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? clock.Stamp(time) : m.Value);
    }

    // A field without words of its own: "analysis.rootCause" is "root cause".
    private static string InWords(string path)
    {
        var name = Index().Replace(path, "");
        if (Fields.TryGetValue(name, out var words))
        {
            return words;
        }

        var text = new StringBuilder("the ");
        foreach (var c in name[(name.LastIndexOf('.') + 1)..])
        {
            text.Append(char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString());
        }

        return text.ToString();
    }

    [GeneratedRegex(@"(?<=\bsource '[^']{1,63}') \([^()\s]{1,255}\)", RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex SourceAddress();

    // slos[0] (availability).sli.events.errorQuery, spec.slos[availability].window
    [GeneratedRegex(@"\b(spec\.)?slos\[([0-9]+\] \((?<name>[^()]{1,63})\)|(?<name>[^\]]{1,63})\])(\.[a-zA-Z]+)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Objective();

    [GeneratedRegex(@"\b(spec\.)?detection\.alerts(\[[0-9]+\])? \((?<name>[^()]{1,255})\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Alert();

    [GeneratedRegex(@"\(from spec\.((?<timeline>timeline)|incident\.[a-zA-Z]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Teller();

    // Not within a query that is an example.
    [GeneratedRegex(@"(?<!\[)\{\{\s*\.window\s*\}\}", RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Window();

    [GeneratedRegex(
        @"(?<![/\w.-])spec\.(?<path>[a-z][a-zA-Z]*(\[[^\]]{0,63}\])?(\.[a-z][a-zA-Z]*(\[[^\]]{0,63}\])?)*)|(?<![/\w.-])(?<path>(impact|incident|detection|limits|timeSlice|sli)\.[a-z][a-zA-Z]*(\.[a-z][a-zA-Z]*)*|errorQuery|totalQuery)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Timeout)]
    private static partial Regex Field();

    [GeneratedRegex(@"\b([Ii]ntroduced|[Ss]tarted|[Dd]etected|[Aa]cknowledged|[Mm]itigated|[Rr]ecovered|[Rr]esolved)At\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Fact();

    [GeneratedRegex(@"\[[^\]]*\]", RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Index();

    [GeneratedRegex(@"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,3})?Z(?![a-zA-Z0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Stamp();
}
