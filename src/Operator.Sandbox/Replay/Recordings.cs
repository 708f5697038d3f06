using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Operator.Sandbox.Replay;

/// <summary>The committed recordings of the samples' incidents.</summary>
internal sealed class Recordings
{
    private const string Resource = "Operator.Sandbox.recording.json.gz";

    // Looks at the incident that goes on were recorded a minute apart.
    private const decimal SecondsBetweenLooks = 60;

    // How old the incident that goes on is when the replay begins.
    private static readonly DateTimeOffset Beginning = new(2025, 12, 14, 7, 8, 0, TimeSpan.Zero);

    private readonly Recording[] _recordings;

    private Recordings(JsonObject file, DateTimeOffset beginsAt)
    {
        MovedBy = TimeSpan.FromSeconds(Math.Floor((beginsAt - Beginning).TotalSeconds));
        ServerVersion = (string?)file["serverVersion"];
        _recordings =
        [
            new Recording(Read(file["full"]!), movedBy: 0, tolerance: 0),
            new Recording(Read(file["ongoing"]!), (long)MovedBy.TotalSeconds, SecondsBetweenLooks),
        ];
    }

    /// <summary>By how much the times of the incident that goes on are moved, so that it goes on now.</summary>
    public TimeSpan MovedBy { get; }

    /// <summary>The version of the server that answered.</summary>
    public string? ServerVersion { get; }

    /// <summary>Reads them.</summary>
    /// <param name="beginsAt">The moment at which the replay begins.</param>
    public static Recordings Load(DateTimeOffset beginsAt)
    {
        using var stream = new GZipStream(typeof(Recordings).Assembly.GetManifestResourceStream(Resource)!, CompressionMode.Decompress);
        return new Recordings(JsonNode.Parse(stream)!.AsObject(), beginsAt);
    }

    /// <summary>The answer's <c>data</c>; null when no recording knows the query. Of several that do, the one of whose incident samples are asked for.</summary>
    public JsonObject? Find(ReplayQuery query, decimal now)
    {
        JsonObject[] known = [.. _recordings.Select(r => r.Find(query, now)).OfType<JsonObject>()];
        return known.FirstOrDefault(data => data["result"] is JsonArray { Count: > 0 }) ?? known.FirstOrDefault();
    }

    private static IEnumerable<RecordedAnswer> Read(JsonNode answers) => answers.AsArray().Select(a => new RecordedAnswer(
        new ReplayQuery((string)a!["endpoint"]!, QueryShape.Of((string)a["query"]!), Number(a["start"]), Number(a["time"] ?? a["end"])!.Value, Number(a["step"])),
        a["data"]!.AsObject()));

    private static decimal? Number(JsonNode? text) => text is null ? null : decimal.Parse((string)text!, CultureInfo.InvariantCulture);
}
