using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Impact;

/// <summary>Failed requests, affected users and lost revenue.</summary>
/// <param name="spec">What people say.</param>
/// <param name="evidence">The answers to the impact's queries.</param>
/// <param name="slos">The objectives' figures.</param>
/// <param name="countedBy">The objective whose count is the answer to the query of failed requests; null where the server was asked.</param>
internal sealed class ImpactCalculator(ImpactSpec? spec, ImpactEvidence? evidence, IReadOnlyList<SloReport> slos, string? countedBy = null)
{
    // Larger than any count that a double holds exactly.
    private const double Most = 9e15;

    private readonly List<string> _messages = [];

    public ImpactReport Calculate()
    {
        var (failed, source) = FailedRequests();
        var affected = spec?.AffectedUsers?.Count ?? Asked(spec?.AffectedUsers?.Query, evidence?.AffectedUsers, "spec.impact.affectedUsers.query");
        var total = spec?.AffectedUsers?.Total ?? Asked(spec?.AffectedUsers?.TotalQuery, evidence?.TotalUsers, "spec.impact.affectedUsers.totalQuery");
        var percent = Percent(affected, total);
        var loss = RevenueLoss(failed);
        return new ImpactReport
        {
            FailedRequests = failed,
            FailedRequestsSource = source,
            AffectedUsers = affected,
            TotalUsers = total,
            AffectedUsersPercent = percent,
            RevenueLoss = loss,
            PerFailedRequest = loss is not null && spec?.Revenue?.Amount is null ? spec?.Revenue?.PerFailedRequest : null,
            Messages = [.. (evidence?.Problems ?? []).Select(p => p.Message).Order(StringComparer.Ordinal).Concat(_messages).Distinct(StringComparer.Ordinal)],
        };
    }

    private (long? Count, string? Source) FailedRequests()
    {
        var stated = spec?.FailedRequests;
        if (stated?.Count is { } count)
        {
            return (count, "stated");
        }

        if (stated?.Query is not null)
        {
            var asked = Asked(stated.Query, evidence?.FailedRequests, "spec.impact.failedRequests.query");
            return (asked, asked is null ? null : countedBy is null ? "counted by a query" : Counted(countedBy));
        }

        var slo = stated?.Slo is { } name
            ? slos.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal))
            : slos.FirstOrDefault(s => s.Incident is not null);
        if (slo?.Incident is { } events)
        {
            return (Whole(events.Errors), Counted(slo.Name));
        }

        if (stated?.Slo is not null)
        {
            _messages.Add(slo is null
                ? $"spec.impact.failedRequests.slo: there is no objective '{stated.Slo}' in spec.slos"
                : $"spec.impact.failedRequests.slo: the events of objective '{stated.Slo}' are not known");
        }

        return (null, null);
    }

    private static string Counted(string objective) => $"counted by objective {objective}";

    private long? Asked(string? query, double? answer, string field)
    {
        if (query is null)
        {
            return null;
        }

        var whole = Whole(answer);
        if (whole is null && evidence?.Problems.Count is not > 0)
        {
            _messages.Add($"{field}: the query gave no number");
        }

        return whole;
    }

    private static long? Whole(double? value) =>
        value is >= 0 and <= Most ? (long)Math.Round(value.Value, MidpointRounding.AwayFromZero) : null;

    private double? Percent(long? affected, long? total)
    {
        if (affected is null || total is null)
        {
            return null;
        }

        if (total > 0 && affected <= total)
        {
            return 100.0 * affected.Value / total.Value;
        }

        _messages.Add($"spec.impact.affectedUsers: {affected} of {total} users is not a share; correct one of them");
        return null;
    }

    private MoneyStatus? RevenueLoss(long? failed)
    {
        if (spec?.Revenue is not { } revenue)
        {
            return null;
        }

        if (revenue.Amount is { } amount)
        {
            return new MoneyStatus { Amount = Currencies.Round(amount, revenue.Currency), Currency = revenue.Currency };
        }

        if (revenue.PerFailedRequest is { } price && failed is { } count)
        {
            // The schema bounds both factors far below what a decimal holds; a file that no schema saw may not.
            if (Math.Abs(price) <= 1_000_000_000_000m)
            {
                return new MoneyStatus { Amount = Currencies.Round(price * count, revenue.Currency), Currency = revenue.Currency };
            }

            _messages.Add("spec.impact.revenue.perFailedRequest: the price is too large to reckon with");
            return null;
        }

        _messages.Add("spec.impact.revenue: the loss cannot be computed, because the number of failed requests is not known");
        return null;
    }
}
