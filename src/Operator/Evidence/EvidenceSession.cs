using Operator.Core;
using Operator.Core.Evidence;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>One collection of evidence: asks the source, and remembers for each part what was asked and what the server warned about.</summary>
internal sealed class EvidenceSession(PrometheusClient client)
{
    private const int MaxWarnings = 50;

    private readonly Lock _lock = new();
    private List<EvidenceQuery> _queries = [];
    private List<string> _warnings = [];
    private int _asked;

    public PrometheusClient Client => client;

    /// <summary>How many questions were asked so far.</summary>
    public int Asked => _asked;

    /// <summary>Why the source as a whole does not answer; nothing more is asked then.</summary>
    public FailureException? Failure { get; private set; }

    /// <summary>Gives up on the source for this collection.</summary>
    public void Fail(FailureException failure) => Failure ??= failure;

    /// <summary>Gives up on what follows, because a problem leaves nothing to ask about.</summary>
    public void Fail(EvidenceProblem problem) => Fail(new FailureException(problem.Reason, problem.Message, isTerminal: !PartContent.IsTransient(problem)));

    /// <summary>What a fault says of the question that met it. One that does not concern this question alone ends the collection.</summary>
    public EvidenceProblem Judge(FailureException fault)
    {
        if (!EvidenceFaults.ConcernsOneQuery(fault))
        {
            Fail(fault);
        }

        return EvidenceFaults.Problem(fault);
    }

    /// <summary>Ends a part: what was asked and warned about since the last one is its own.</summary>
    public EvidencePart Part(string name, string inputs, DateTimeOffset collectedAt)
    {
        lock (_lock)
        {
            var part = new EvidencePart { Name = name, Inputs = inputs, CollectedAt = collectedAt, Queries = _queries, Warnings = _warnings };
            (_queries, _warnings) = ([], []);
            return part;
        }
    }

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
            _asked++;
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
        catch (FailureException e)
        {
            throw new FailureException(e.Reason, $"{purpose}: {e.Message}", e.IsTerminal, e.RetryAfter, e);
        }
    }
}
