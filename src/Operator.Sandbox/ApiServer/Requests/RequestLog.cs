namespace Operator.Sandbox.ApiServer.Requests;

/// <summary>What was asked of the server: the latest requests, and counters over all of them.</summary>
public sealed class RequestLog(int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<RecordedRequest> _recent = [];
    private readonly Dictionary<(string Verb, string Resource, string Agent), long> _counts = [];

    /// <summary>A copy of the latest requests, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Recent
    {
        get
        {
            lock (_gate)
            {
                return [.. _recent];
            }
        }
    }

    /// <summary>Number of requests since the start or the last <see cref="Clear"/>; null matches all.</summary>
    public long Count(string? verb = null, string? resource = null, string? agent = null)
    {
        lock (_gate)
        {
            return _counts.Where(c => Fits(verb, c.Key.Verb) && Fits(resource, c.Key.Resource) && Fits(agent, c.Key.Agent)).Sum(c => c.Value);
        }
    }

    /// <summary>Number of requests that can change something.</summary>
    public long CountWrites(string? agent = null)
    {
        string[] verbs = ["create", "update", "patch", "delete", "deletecollection"];
        return verbs.Sum(v => Count(v, null, agent));
    }

    public void Clear()
    {
        lock (_gate)
        {
            _recent.Clear();
            _counts.Clear();
        }
    }

    internal void Add(RecordedRequest request)
    {
        lock (_gate)
        {
            _recent.Enqueue(request);
            if (_recent.Count > limit)
            {
                _recent.Dequeue();
            }

            var key = (request.Verb, request.Resource, request.Agent);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }

    private static bool Fits(string? wanted, string actual) => wanted is null || string.Equals(wanted, actual, StringComparison.Ordinal);
}
