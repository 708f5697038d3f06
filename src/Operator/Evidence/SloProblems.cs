using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>The sentences that say why an objective's figures are missing.</summary>
internal static class SloProblems
{
    public static EvidenceProblem NoData(string field, string query) =>
        new(Reasons.NoData, $"{field}: no data for {Shown(query)} in the incident; check the query and how long the server keeps data");

    /// <summary>What is kept stands, because the new answer has less.</summary>
    public static EvidenceProblem Less(string field, EvidencePart kept, bool isSameQuestion, string cause) => new(
        Reasons.NoData,
        isSameQuestion
            ? $"{field}: what was read at {Time(kept)} stays, because reading it again gave less: {cause}"
            : $"{field}: what was read at {Time(kept)}, before the spec was changed, stays, because the changed spec gives less: {cause}; change it back, or correct it");

    public static EvidenceProblem IntervalTooLong(SloQuestion question, double interval, double slice) =>
        new(Reasons.NoData, $"{question.Field}: samples are {interval:0.###} s apart, too far for slices of {slice:0.###} s; raise timeSlice.window or scrape more often");

    public static EvidenceProblem MoreErrorsThanEvents(SloQuestion question) =>
        new(Reasons.QueryResultInvalid, $"{question.Field}: more errors than events were counted; errors must be a part of total");

    public static EvidenceProblem NotARate(SloQuestion question) =>
        new(Reasons.QueryResultInvalid, $"{question.Field}: errorQuery or totalQuery gave NaN or infinity over the incident, which is no rate of anything");

    public static EvidenceProblem NotARatio(SloQuestion question, double value)
    {
        var hint = value is > 1 and <= 100 ? "is it in percent? Divide by 100" : value < 0 ? "is it 1 - x of something in percent?" : "a division by zero?";
        return new(Reasons.QueryResultInvalid, $"{question.Field}: errorRatioQuery gave {PromQL.Number(value)}, which is not a ratio from 0 to 1 ({hint})");
    }

    public static EvidenceProblem Availability(SloQuestion question, double mean) =>
        new(Reasons.QueryResultInvalid, $"{question.Field}: errorRatioQuery averaged {mean:0.####} before the incident; if it gives the availability, write 1 - (…)");

    private static string Time(EvidencePart part) => part.CollectedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    public static string CoarseSlices(double stepSeconds) =>
        $"Slices of the incident are {stepSeconds / 60:0.#} minutes long, because shorter ones would be too many for the server; figures by slices are bounds.";

    public static string Shown(string query) => Prometheus.PrometheusErrors.Clean(query.Length > 120 ? query[..120] + "…" : query);
}
