namespace Operator.Evidence;

/// <summary>
/// Reads the state of a sample. Alerts that Grafana manages carry alertstate="firing" also while they recover, get no data or fail;
/// grafana_alertstate tells these apart.
/// </summary>
internal static class GrafanaAlerts
{
    public static AlertState State(IReadOnlyDictionary<string, string> labels) => labels.GetValueOrDefault("alertstate") switch
    {
        "pending" => AlertState.Pending,
        "firing" => Firing(labels.GetValueOrDefault("grafana_alertstate")),
        _ => AlertState.Other,
    };

    private static AlertState Firing(string? state) => state?.ToUpperInvariant() switch
    {
        "RECOVERING" => AlertState.Recovering,
        "NODATA" => AlertState.NoData,
        "ERROR" => AlertState.Failed,
        _ => AlertState.Firing,
    };
}
