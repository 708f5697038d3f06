using System.Globalization;
using System.Text;
using Operator.Runtime.Client;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Chaos;

/// <summary>Serves the truth through everything that goes wrong between an API server and its clients.</summary>
internal sealed class ChaosTransport(ChaosServer server, Random random, TimeProvider time) : IListWatchTransport
{
    private readonly Dictionary<string, (string[] Items, long Version)> _snapshots = new(StringComparer.Ordinal);

    /// <summary>Whether faults happen. Once off, everything works.</summary>
    public bool IsFaulty { get; set; } = true;

    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    public async Task<Stream> OpenAsync(string? ns, ListQuery query, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 50)), time, cancellationToken);
        var request = query.WatchTimeout is null ? "LIST" : "WATCH";
        switch (Draw(25))
        {
            case 0:
                throw Fault(request, 500, "InternalError");
            case 1:
                throw Fault(request, 429, "TooManyRequests", TimeSpan.FromSeconds(random.Next(1, 20)));
            case 2:
                throw Fault(request, 0, "Unreachable");
            case 3:
                Count($"{request} stall before headers");
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            case 4:
                throw Fault(request, 403, "Forbidden");
            case 5 when query.WatchTimeout is not null || query.Continue is not null:
                throw Fault(request, 410, "Expired");
            case 6 when query.WatchTimeout is not null:
                throw Fault(request, 504, "Timeout", tooLarge: true);
            default:
                break;
        }

        return query.WatchTimeout is { } timeout ? Watch(ns, query, timeout) : List(ns, query);
    }

    /// <summary>A number below the bound while faulty; -1 afterwards.</summary>
    internal int Draw(int bound) => IsFaulty ? random.Next(bound) : -1;

    internal void Count(string fault) => Faults[fault] = Faults.GetValueOrDefault(fault) + 1;

    private ChaosWatchStream Watch(string? ns, ListQuery query, TimeSpan timeout)
    {
        var version = long.Parse(query.ResourceVersion!, CultureInfo.InvariantCulture);
        return version < server.Compacted
            ? throw Fault("WATCH", 410, "Expired")
            : new ChaosWatchStream(this, server, ns, version, timeout, random, time);
    }

    private ChaosByteStream List(string? ns, ListQuery query)
    {
        string[] items;
        long version;
        var offset = 0;
        if (query.Continue is { } token)
        {
            var parts = token.Split(':');
            (items, version) = _snapshots[parts[0]];
            offset = int.Parse(parts[1], CultureInfo.InvariantCulture);
        }
        else
        {
            version = server.Version;
            items = [.. server.Objects.Values.Where(o => ns is null || o.Key.Namespace == ns).Select(o => o.ToJson())];
            _snapshots[$"{version}{ns}"] = (items, version);
        }

        var limit = query.Limit == 0 ? items.Length : query.Limit;
        var page = items.Skip(offset).Take(limit);
        var next = offset + limit < items.Length ? $"{version}{ns}:{offset + limit}" : "";
        var body = $$"""
            {"kind":"ThingList","metadata":{"resourceVersion":"{{version}}","continue":"{{next}}"},"items":[{{string.Join(",", page)}}]}
            """;
        return new ChaosByteStream(this, Encoding.UTF8.GetBytes(body), random, time);
    }

    private KubeApiException Fault(string request, int code, string reason, TimeSpan? retryAfter = null, bool tooLarge = false)
    {
        Count($"{request} {code}");
        return new KubeApiException(request, code, reason, "chaos", retryAfter) { IsResourceVersionTooLarge = tooLarge };
    }
}
