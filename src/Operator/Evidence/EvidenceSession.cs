using Operator.Core.Evidence;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>One collection of evidence: asks the source and remembers what was asked and what the server warned about.</summary>
internal sealed class EvidenceSession(PrometheusClient client)
{
    private const int MaxWarnings = 50;

    private readonly List<EvidenceQuery> _queries = [];
    private readonly List<string> _warnings = [];
    private readonly Lock _lock = new();

    public PrometheusClient Client => client;

    public IReadOnlyList<EvidenceQuery> Queries => _queries;

    public IReadOnlyList<string> Warnings => _warnings;

    public Task<PrometheusResult> InstantAsync(string purpose, string expression, DateTimeOffset time, CancellationToken cancellationToken)
    {
        Record(new EvidenceQuery { Purpose = purpose, Expression = expression, Time = time });
        return AskAsync(purpose, client.QueryAsync(expression, time, cancellationToken));
    }

    public Task<PrometheusResult> RangeAsync(string purpose, string expression, TimeRange range, double stepSeconds, CancellationToken cancellationToken)
    {
        Record(new EvidenceQuery { Purpose = purpose, Expression = expression, Time = range.End, From = range.Start, StepSeconds = stepSeconds });
        return AskAsync(purpose, client.QueryRangeAsync(expression, range.Start, range.End, stepSeconds, cancellationToken));
    }

    public void Warn(string warning)
    {
        lock (_lock)
        {
            if (_warnings.Count < MaxWarnings && !_warnings.Contains(warning, StringComparer.Ordinal))
            {
                _warnings.Add(warning);
            }
        }
    }

    private void Record(EvidenceQuery query)
    {
        lock (_lock)
        {
            _queries.Add(query);
        }
    }

    private async Task<PrometheusResult> AskAsync(string purpose, Task<PrometheusResult> asking)
    {
        try
        {
            var result = await asking;
            foreach (var warning in result.Warnings)
            {
                Warn($"{purpose}: {warning}");
            }

            return result;
        }
        catch (EvidenceException e)
        {
            throw new EvidenceException(e.Reason, $"{purpose}: {e.Message}", e.Terminal, e.RetryAfter, e);
        }
    }
}
