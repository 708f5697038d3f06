using System.Security.Cryptography;
using System.Text;
using Operator.Api;

namespace Operator.Evidence.Sums;

/// <summary>The key under which sums over a window are kept: the same for all objectives that ask the same.</summary>
internal static class SumsKey
{
    /// <summary>The key of an objective.</summary>
    /// <param name="slo">The objective.</param>
    /// <param name="sliceSeconds">The length of its slices.</param>
    /// <param name="byCounters">Whether queries were summed up as the counters that they are made of.</param>
    public static string Of(SloSpec slo, double sliceSeconds, bool byCounters)
    {
        string?[] asked =
        [
            slo.Window,
            PromQL.Duration(sliceSeconds),
            slo.Sli.Ratio?.Errors, slo.Sli.Ratio?.Total,
            slo.Sli.Events?.ErrorQuery, slo.Sli.Events?.TotalQuery,
            slo.Sli.Raw?.ErrorRatioQuery,
            .. byCounters && slo.Sli.Ratio is null ? ["counters"] : Array.Empty<string>(),

            // Sums of rates that were not written out are of another question.
            .. !byCounters && HasRate(slo.Sli) ? ["written out"] : Array.Empty<string>(),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', asked))))[..16];
    }

    private static bool HasRate(SliSpec sli) => new[] { sli.Events?.ErrorQuery, sli.Events?.TotalQuery, sli.Raw?.ErrorRatioQuery }.Any(q => q is not null && RateText.HasRate(q));
}
