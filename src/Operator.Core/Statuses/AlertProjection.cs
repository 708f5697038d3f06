using System.Globalization;
using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core.Reports;

namespace Operator.Core.Statuses;

/// <summary>Alerts as a status has them: bounded, because a label may hold anything and an object of the API server may not.</summary>
/// <param name="maxBytes">How many bytes of JSON they may be together.</param>
internal sealed class AlertProjection(int maxBytes)
{
    // What the schema lets a status list.
    private const int MostAlerts = 200;

    private const int LongestText = 256;
    private const int LongestNote = 2048;

    private readonly List<string> _omitted = [];

    /// <summary>What was cut or left out.</summary>
    public IReadOnlyList<string> Omitted => _omitted;

    public IReadOnlyList<AlertStatus> Project(IReadOnlyList<AlertEpisode> episodes)
    {
        var alerts = new List<AlertStatus>();
        var (bytes, cut) = (0, false);
        foreach (var episode in episodes.Take(MostAlerts))
        {
            var alert = Alert(episode);
            bytes += JsonSerializer.SerializeToUtf8Bytes(alert, PostMortemJsonContext.Default.AlertStatus).Length + 1;
            if (bytes > maxBytes)
            {
                break;
            }

            cut |= IsCut(episode);
            alerts.Add(alert);
        }

        if (alerts.Count < episodes.Count)
        {
            _omitted.Add(string.Create(CultureInfo.InvariantCulture, $"alerts: {episodes.Count - alerts.Count} of {episodes.Count} are left out; the evidence has all"));
        }

        if (cut)
        {
            _omitted.Add(string.Create(CultureInfo.InvariantCulture, $"alerts: names and labels longer than {LongestText} characters are cut; the evidence has all"));
        }

        return alerts;
    }

    private static AlertStatus Alert(AlertEpisode episode) => new()
    {
        Name = Texts.Cut(episode.Name, LongestText),
        Labels = episode.Labels.Count == 0 ? null : Labels(episode.Labels),
        PendingAt = episode.PendingAt,
        FiringAt = episode.FiringAt,
        ResolvedAt = episode.ResolvedAt,
        Episodes = episode.Merged,
        UncertaintySeconds = Rounding.Seconds(episode.UncertaintySeconds),
        Completeness = episode.LastSeenFiringAt is { } seen
            ? new CompletenessStatus { State = CompletenessState.Partial, Message = $"nothing of its source is newer than {Instants.Text(seen)}, when it was last seen firing" }
            : null,
        Note = AlertNotes.Of(episode, Instants.Text) is { } note ? Texts.Cut(note, LongestNote) : null,
    };

    private static Dictionary<string, string> Labels(IReadOnlyDictionary<string, string> labels)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in labels.Keys.Order(StringComparer.Ordinal))
        {
            result.TryAdd(Texts.Cut(name, LongestText), Texts.Cut(labels[name], LongestText));
        }

        return result;
    }

    private static bool IsCut(AlertEpisode episode) =>
        episode.Name.Length > LongestText || episode.Labels.Any(l => l.Key.Length > LongestText || l.Value.Length > LongestText);
}
