using System.Globalization;
using System.Text.Json.Nodes;

namespace Operator.Sandbox.Replay;

/// <summary>
/// Answers of a real Prometheus about one incident, moved in time as a whole. Samples over time are cut to what is asked. A computed
/// value is given where exactly it was recorded, or, within the tolerance, as of the last look before; counts over a range, in proportion to it.
/// </summary>
/// <param name="answers">What was recorded.</param>
/// <param name="movedBy">Whole seconds by which its times are later than they were.</param>
/// <param name="tolerance">Seconds between two recorded looks; 0 for an incident that was over when it was recorded.</param>
internal sealed class Recording(IEnumerable<RecordedAnswer> answers, long movedBy, decimal tolerance)
{
    // Until then after its time, Prometheus takes a sample for the newest.
    private const decimal LookbackSeconds = 300;

    private readonly ILookup<string, RecordedAnswer> _answers = answers.ToLookup(a => Key(a.Query), StringComparer.Ordinal);

    /// <summary>The answer's <c>data</c>; null when the recording does not know the query.</summary>
    /// <param name="asked">The query, in the time of the one who asks.</param>
    /// <param name="now">Unix seconds; nothing that lies after it is told.</param>
    public JsonObject? Find(ReplayQuery asked, decimal now)
    {
        var query = asked.MovedBy(-movedBy);
        var known = _answers[Key(query)].ToList();
        return known is [{ IsOverTime: true }, ..]
            ? OverTime(known, query, now - movedBy)
            : known.Where(a => IsNear(a, query)).MinBy(a => Distance(a, query)) is { } answer ? AsOf(answer, asked.End, query.Shape.GrowthSince(answer.Query.Shape)) : null;
    }

    private static string Key(ReplayQuery query) => string.Create(CultureInfo.InvariantCulture, $"{query.Endpoint} {query.Step} {query.Shape.Text}");

    private static decimal Distance(RecordedAnswer answer, ReplayQuery query) => query.End - answer.Query.End + query.Shape.DistanceTo(answer.Query.Shape)!.Value;

    private bool IsNear(RecordedAnswer answer, ReplayQuery query) =>
        query.End - answer.Query.End is var age && age >= 0 && age <= tolerance && query.Shape.DistanceTo(answer.Query.Shape) <= tolerance;

    private JsonObject? OverTime(List<RecordedAnswer> known, ReplayQuery query, decimal now)
    {
        if (query is { Start: { } start, Step: { } step })
        {
            var answer = known.Find(a => a.Query.Shape.DistanceTo(query.Shape) is 0);
            var last = start + (Math.Floor((now - start) / step) * step);
            return answer is null ? null : Cut(answer, t => t >= start && t <= Math.Min(query.End, now) && (t - start) % step == 0, (last, step, Math.Min(query.End, now + LookbackSeconds)));
        }

        // A range selector: what it selects is in the recording, however far it looks back.
        var from = query.End - query.Shape.Ranges[^1];
        return Cut(known[0], t => t > from && t <= query.End);
    }

    private JsonObject Cut(RecordedAnswer answer, Func<decimal, bool> isAsked, (decimal Last, decimal Step, decimal Until)? ahead = null) => new()
    {
        ["resultType"] = "matrix",
        ["result"] = new JsonArray([.. answer.Data["result"]!.AsArray().Select(series => Cut(series!, answer.HoldsTimes, isAsked, ahead)).Where(series => series is not null)]),
    };

    private JsonObject? Cut(JsonNode series, bool holdsTimes, Func<decimal, bool> isAsked, (decimal Last, decimal Step, decimal Until)? ahead)
    {
        // The value of this metric is a time itself.
        holdsTimes |= (string?)series["metric"]?["__name__"] is "ALERTS_FOR_STATE";
        List<JsonNode> asked = [.. series["values"]!.AsArray().Where(s => isAsked((decimal)s![0]!)).Select(s => s!)];
        if (ahead is var (last, step, until) && asked is [.., var newest] && (decimal)newest[0]! == last)
        {
            for (var t = last + step; t <= until; t += step)
            {
                asked.Add(new JsonArray(t, (string)newest[1]!));
            }
        }

        JsonNode[] samples = [.. asked.Select(Moved)];
        return samples.Length == 0 ? null : new JsonObject { ["metric"] = series["metric"]!.DeepClone(), ["values"] = new JsonArray(samples) };

        JsonArray Moved(JsonNode? sample)
        {
            var value = (string)sample![1]!;
            return [(decimal)sample[0]! + movedBy, holdsTimes ? (decimal.Parse(value, CultureInfo.InvariantCulture) + movedBy).ToString(CultureInfo.InvariantCulture) : value];
        }
    }

    private static JsonObject AsOf(RecordedAnswer answer, decimal time, decimal growth)
    {
        var data = (JsonObject)answer.Data.DeepClone();
        foreach (var series in data["result"]!.AsArray())
        {
            series!["value"]![0] = time;
            if (growth != 1 && decimal.TryParse((string?)series["value"]![1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                series["value"]![1] = (value * growth).ToString(CultureInfo.InvariantCulture);
            }
        }

        return data;
    }
}
