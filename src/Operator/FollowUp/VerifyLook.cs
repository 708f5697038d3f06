using Operator.Api;
using Operator.Core;
using Operator.Core.Verifying;
using Operator.Evidence;
using Operator.Prometheus;

namespace Operator.FollowUp;

/// <summary>One look at what one query says.</summary>
/// <param name="sources">The sources.</param>
/// <param name="question">What is asked.</param>
/// <param name="origin">Where to begin when nothing is known.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="time">The clock of the limit.</param>
internal sealed class VerifyLook(PrometheusSources sources, VerifyQuestion question, DateTimeOffset origin, TimeSpan limit, TimeProvider time)
{
    private const int LongestMessage = 1024;

    // Samples are written a moment after their time.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    // As for evidence: the Date header has whole seconds, and no clock that samples are stamped with is off by a day.
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSkew = TimeSpan.FromDays(1);

    /// <summary>Asks.</summary>
    /// <param name="item">What this process knows; null for nothing.</param>
    /// <param name="status">What is known at all.</param>
    /// <param name="down">Sources that do not answer in this look.</param>
    /// <param name="now">The time of the look.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<VerifyMemory.Item> AskAsync(
        VerifyMemory.Item? item, VerificationStatus status, Dictionary<string, FailureException> down, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var outline = Outline();
            var client = Client();
            if (down.TryGetValue(question.Source, out var failure))
            {
                throw failure;
            }

            var read = await ReadAsync(client, outline, item?.Plan, status, now + Skew(client), cancellationToken);
            return read with { AskedAt = now };
        }
        catch (FailureException e)
        {
            if (!EvidenceFaults.ConcernsOneQuery(e))
            {
                down.TryAdd(question.Source, e);
            }

            return new VerifyMemory.Item(Unknown(status, e.Reason, Named(e.Message)), now, e.IsTerminal, item?.Plan);
        }
    }

    private async Task<VerifyMemory.Item> ReadAsync(
        PrometheusClient client, QueryOutline outline, QueryPlan? plan, VerificationStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var reader = new QueryReader(client, question.Query, outline);
            plan ??= await reader.SurveyAsync(now, both.Token);
            var reading = await HistoryAsync(reader, client, outline, plan, status, now, both.Token);
            if (reading.FinerAt is { } there)
            {
                plan = await reader.SurveyAsync(there, both.Token);
                reading = await HistoryAsync(reader, client, outline, plan, status, now, both.Token, asPlanned: true);
            }

            // Samples that are further apart than before look like gaps: that is found out the next time.
            var terms = new VerificationTerms(question.For, plan.IntervalSeconds);
            return new VerifyMemory.Item(Judge(terms, status, reading, now), now, IsForPeople: false, reading.Stretches.Any(s => s.Answer == QueryAnswer.Silent) ? null : plan);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailureException(
                Reasons.PrometheusTimeout, $"{question.Field}.query: Prometheus source '{question.Source}' did not answer within {limit.TotalSeconds:0.#} s; narrow the query, or record it as a rule", inner: e);
        }
    }

    private Task<QueryReading> HistoryAsync(
        QueryReader reader, PrometheusClient client, QueryOutline outline, QueryPlan plan, VerificationStatus status, DateTimeOffset now, CancellationToken cancellationToken, bool asPlanned = false)
    {
        var history = new QueryHistory(reader, new VerificationTerms(question.For, plan.IntervalSeconds), client.Options.Limits.PointsPerRequest, outline.Selectors.Count);
        return history.ReadAsync(plan, asPlanned, status, Beginning(now - Settling), now - Settling, cancellationToken);
    }

    // A look at nothing would tell nothing: of a future incident, too.
    private DateTimeOffset Beginning(DateTimeOffset now) => origin <= now ? origin : now - question.For;

    private VerificationStatus Judge(VerificationTerms terms, VerificationStatus before, QueryReading reading, DateTimeOffset now)
    {
        var status = new VerificationFold(terms).Apply(before, reading.Stretches);
        if (reading.Problem is { } problem)
        {
            return Unknown(status, Reasons.QueryResultInvalid, $"{question.Field}.query: {problem}");
        }

        if (status.State == QueryState.Unknown || now - status.KnownUntil > terms.Recent + Settling)
        {
            var since = status.State == QueryState.Unknown ? "to judge it by" : $"after {Text(status.KnownUntil!.Value)}";
            return Unknown(status, Reasons.NoData, $"{question.Field}.query: Prometheus source '{question.Source}' has no samples {since}; check that it scrapes, and that the query's series exist");
        }

        return status is { State: QueryState.Fails, VerifiedAt: null } && !reading.HasSeries && before.State == QueryState.Unknown
            ? Unknown(status, Reasons.NoData, $"{question.Field}.query: no samples match it; check its names and labels, or wait until they are there")
            : status;
    }

    // Samples have the times of the server's clock.
    private static TimeSpan Skew(PrometheusClient client) =>
        client.ClockSkew is { } skew && skew.Duration() > ToleratedSkew && skew.Duration() < LongestSkew ? skew : TimeSpan.Zero;

    private static VerificationStatus Unknown(VerificationStatus status, string reason, string message) => status with
    {
        State = QueryState.Unknown,
        Last = status.Last ?? (status.State == QueryState.Unknown ? null : status.State),
        Reason = reason,
        Message = Texts.Line(message, LongestMessage),
    };

    // A server's words are about the request that holds the query.
    private string Named(string message) => message.StartsWith(question.Field, StringComparison.Ordinal) ? message : $"{question.Field}.query: {message}";

    private QueryOutline Outline()
    {
        if (question.Problem is { } unfit)
        {
            throw new FailureException(Reasons.QueryInvalid, unfit, isTerminal: true);
        }

        var outline = QueryOutline.Of(question.Query);
        return outline.Problem is { } problem ? throw new FailureException(Reasons.QueryInvalid, $"{question.Field}.query: {problem}", isTerminal: true) : outline;
    }

    private PrometheusClient Client() => sources.TryFind(question.Source) ?? throw new FailureException(
        sources.Names.Count == 0 ? Reasons.NotConfigured : Reasons.SourceUnknown,
        sources.Names.Count == 0
            ? $"{question.Field}: no Prometheus is configured: name one in prometheus.sources of the configuration, or with --prometheus-url"
            : $"{question.Field}.source: '{question.Source}' is not configured; choose one of: {string.Join(", ", sources.Names)}",
        isTerminal: true);

    private static string Text(DateTimeOffset at) => Api.Json.MillisecondTimeConverter.Text(at);
}
