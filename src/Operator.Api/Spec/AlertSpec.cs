using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>An alert, by its name and what the labels of its series must be.</summary>
public sealed record AlertSpec
{
    private const string NoLabels = "alertname, alertstate, grafana_alertstate and __name__ must not be among them: name selects the alert, and its samples are read in every state; remove them";

    /// <summary>The alert's name (label alertname).</summary>
    [Text(256, Minimum = 1)]
    public required string Name { get; init; }

    /// <summary>Labels that must be equal. Default: any series of that name.</summary>
    [Items(20), Text(1024)]
    [CelRule("!self.exists(name, name in ['alertname', 'alertstate', 'grafana_alertstate', '__name__'])", NoLabels)]
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Matchers in Alertmanager's syntax, such as severity=~"page|critical" or namespace!="dev", which the series must satisfy too.
    /// Regular expressions match the whole value. Default: none.
    /// </summary>
    [Items(20), Text(1024, Minimum = 1)]
    [CelRule(@"!self.exists(matcher, matcher.matches('(^|[{,])\\s*(alertname|alertstate|grafana_alertstate|__name__)\\s*[!=]'))", NoLabels)]
    public IReadOnlyList<string>? Matchers { get; init; }
}
