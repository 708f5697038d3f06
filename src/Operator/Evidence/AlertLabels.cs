namespace Operator.Evidence;

/// <summary>What tells one alert series from another: all labels but those that every alert has.</summary>
internal static class AlertLabels
{
    public static SortedDictionary<string, string> Own(IReadOnlyDictionary<string, string> labels) =>
        new(labels.Where(l => l.Key is not ("__name__" or "alertname" or "alertstate")).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    public static string Key(IReadOnlyDictionary<string, string> labels) => string.Join('\u0001', Own(labels).Select(l => $"{l.Key}\u0002{l.Value}"));
}
