using System.Globalization;
using Operator.Api;
using Operator.Core.Evidence;
using Operator.Prometheus;

namespace Operator.Evidence.Sums;

/// <summary>What one collection may still ask of its source. What is refused today is asked by the next collection.</summary>
/// <param name="options">The source with its limits.</param>
/// <param name="time">The clock.</param>
internal sealed class CollectionBudget(PrometheusSourceOptions options, TimeProvider time)
{
    private const string WaysOut = "raise the limit, record the query as a rule, or shorten the window";

    private double _samples;

    /// <summary>Points that one request may make the server hold.</summary>
    public long PointsPerRequest => options.Limits.PointsPerRequest;

    /// <summary>How long the source has worked for this collection.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Counts the time of a request.</summary>
    public async Task<T> TimedAsync<T>(Func<Task<T>> ask)
    {
        var began = time.GetTimestamp();
        try
        {
            return await ask();
        }
        finally
        {
            Elapsed += time.GetElapsedTime(began);
        }
    }

    /// <summary>Why nothing more must be asked, because the source has worked long enough; null when it has not.</summary>
    /// <param name="purpose">What would be asked.</param>
    public EvidenceProblem? Overrun(string purpose) => Elapsed <= options.Limits.TimePerCollection ? null : new EvidenceProblem(
        Reasons.CollectionLimited,
        $"{purpose}: collecting took longer than limits.timePerCollection of Prometheus source '{options.Name}' ({options.Limits.TimePerCollection.TotalSeconds:0.#} s) and goes on at the next collection; {WaysOut}");

    /// <summary>Takes samples from the budget.</summary>
    /// <param name="purpose">What they are for.</param>
    /// <param name="samples">How many the server will read.</param>
    /// <returns>Why they must not be read now; null when they may.</returns>
    public EvidenceProblem? Take(string purpose, double samples)
    {
        if (Overrun(purpose) is { } overrun)
        {
            return overrun;
        }

        if (WouldExceed(samples))
        {
            var limit = $"limits.samplesPerCollection of Prometheus source '{options.Name}' ({Count(options.Limits.SamplesPerCollection)})";
            return new EvidenceProblem(
                Reasons.CollectionLimited,
                samples > options.Limits.SamplesPerCollection
                    ? $"{purpose}: not computed: would read {Count(samples)} samples, more than {limit}; {WaysOut}"
                    : $"{purpose}: not computed yet: would read {Count(samples)} samples, and {limit} leaves {Count(Math.Max(0, options.Limits.SamplesPerCollection - _samples))}; it goes on at the next collection; {WaysOut}");
        }

        _samples += samples;
        return null;
    }

    /// <summary>Whether so many samples are more than what is left.</summary>
    public bool WouldExceed(double samples) => _samples + samples > options.Limits.SamplesPerCollection;

    /// <summary>A number of samples for people.</summary>
    public static string Count(double samples) => samples switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{samples / 1e9:0.#} billion"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{samples / 1e6:0.#} million"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{samples:0}"),
    };
}
