using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Evidence.Sums;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>One collection of evidence: asks the source, and remembers for each part what was asked and what the server warned about.</summary>
/// <param name="client">The source.</param>
/// <param name="now">The evaluation time.</param>
/// <param name="time">For the limits of the collection.</param>
/// <param name="known">What an earlier collection summed up.</param>
/// <param name="progress">Told how far sums are.</param>
internal sealed class EvidenceSession(
    PrometheusClient client,
    DateTimeOffset now,
    TimeProvider time,
    IReadOnlyList<KeptSums>? known = null,
    IProgress<CollectionProgress>? progress = null)
{
    private const int MaxWarnings = 50;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Expression, DateTimeOffset Time), PrometheusResult> _answers = [];
    private readonly Dictionary<string, KeptSums> _known = (known ?? []).ToDictionary(k => k.Key, StringComparer.Ordinal);
    private readonly Dictionary<string, KeptSums> _kept = new(StringComparer.Ordinal);
    private List<EvidenceQuery> _queries = [];
    private List<string> _warnings = [];
    private int _asked;

    public PrometheusClient Client => client;

    public DateTimeOffset Now => now;

    /// <summary>What the collection may still ask.</summary>
    public CollectionBudget Budget { get; } = new(client.Options, time);

    /// <summary>Sums over steps that were asked already.</summary>
    public StepCache Steps { get; } = new();

    /// <summary>Sums that the next collection can go on from.</summary>
    public IReadOnlyList<KeptSums> Sums => [.. _kept.Values.OrderBy(k => k.Key, StringComparer.Ordinal)];

    /// <summary>The time of the newest raw sample in any answer; null when there was none.</summary>
    public DateTimeOffset? NewestSample { get; private set; }

    /// <summary>Whether the server's increase() counts first values, and its rate() divides by the time between samples; null where that was not asked yet.</summary>
    public bool? CountsFirstValues { get; set; }

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
        return AskAsync(Record(new EvidenceQuery { Purpose = purpose, Expression = expression, Time = time }), client.QueryAsync(expression, time, cancellationToken));
    }

    /// <summary>An instant query that may be expensive. What was asked before in this collection is not asked again.</summary>
    public async Task<PrometheusResult> SharedAsync(string purpose, string expression, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue((expression, at), out var answer))
        {
            return answer;
        }

        if (Budget.Overrun(purpose) is { } overrun)
        {
            throw new FailureException(overrun.Reason, overrun.Message);
        }

        var query = Record(new EvidenceQuery { Purpose = purpose, Expression = expression, Time = at });
        return _answers[(expression, at)] = await AskAsync(query, AloneAsync(() => client.QueryAsync(expression, at, cancellationToken), cancellationToken));
    }

    /// <summary>A range query that may be expensive.</summary>
    public Task<PrometheusResult> RangeAsync(string purpose, string expression, TimeRange range, double stepSeconds, CancellationToken cancellationToken)
    {
        var query = Record(new EvidenceQuery { Purpose = purpose, Expression = expression, Time = range.End, From = range.Start, StepSeconds = stepSeconds });
        return AskAsync(query, AloneAsync(() => client.QueryRangeAsync(expression, range.Start, range.End, stepSeconds, cancellationToken), cancellationToken));
    }

    /// <summary>What was summed up under a key before.</summary>
    public KeptSums Known(string key) => _kept.GetValueOrDefault(key) ?? _known.GetValueOrDefault(key) ?? new KeptSums { Key = key };

    /// <summary>Keeps what was summed up before under a key, in case this collection does not get as far as to use it.</summary>
    public void Retain(string key)
    {
        if (_known.TryGetValue(key, out var sums))
        {
            _kept.TryAdd(key, sums);
        }
    }

    /// <summary>Keeps sums for the next objective and the next collection.</summary>
    public void Keep(KeptSums sums) => _kept[sums.Key] = sums;

    /// <summary>Tells how far a window is summed up; it is read from its end on.</summary>
    public void Report(string purpose, StepGrid grid, DateTimeOffset readFrom) =>
        progress?.Report(new CollectionProgress(purpose, readFrom, (grid.End - readFrom) / (grid.End - grid.Start), Budget.Elapsed));

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

    // Waiting for others is not this collection's work.
    private Task<PrometheusResult> AloneAsync(Func<Task<PrometheusResult>> ask, CancellationToken cancellationToken) =>
        client.AloneAsync(() => Budget.TimedAsync(ask), cancellationToken);

    private EvidenceQuery Record(EvidenceQuery query)
    {
        lock (_lock)
        {
            _queries.Add(query);
            _asked++;
            return query;
        }
    }

    private void Answer(EvidenceQuery query, PrometheusResult result)
    {
        lock (_lock)
        {
            var index = _queries.FindLastIndex(q => ReferenceEquals(q, query));
            if (index >= 0)
            {
                _queries[index] = query with { Result = AnswerText.Of(result) };
            }
        }
    }

    // Only a range selector by itself gives samples with their own times.
    private void Notice(string expression, PrometheusResult result)
    {
        if (!expression.EndsWith(']'))
        {
            return;
        }

        lock (_lock)
        {
            foreach (var series in result.Series)
            {
                NewestSample = series.Samples is [.., var last] && !(last.Time <= NewestSample) ? last.Time : NewestSample;
            }
        }
    }

    private async Task<PrometheusResult> AskAsync(EvidenceQuery query, Task<PrometheusResult> asking)
    {
        try
        {
            var result = await asking;
            Notice(query.Expression, result);
            Answer(query, result);
            foreach (var warning in result.Warnings)
            {
                Warn($"{query.Purpose}: {warning}");
            }

            return result;
        }
        catch (FailureException e)
        {
            throw new FailureException(e.Reason, $"{query.Purpose}: {e.Message}", e.IsTerminal, e.RetryAfter, e);
        }
    }
}
