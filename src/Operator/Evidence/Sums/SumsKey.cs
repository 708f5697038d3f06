using System.Security.Cryptography;
using System.Text;
using Operator.Api;

namespace Operator.Evidence.Sums;

/// <summary>The key under which sums over a window are kept: the same for all objectives that ask the same.</summary>
internal static class SumsKey
{
    /// <summary>The key of an objective.</summary>
    public static string Of(SloSpec slo, double sliceSeconds)
    {
        string?[] asked =
        [
            slo.Window,
            PromQL.Duration(sliceSeconds),
            slo.Sli.Ratio?.Errors, slo.Sli.Ratio?.Total,
            slo.Sli.Events?.ErrorQuery, slo.Sli.Events?.TotalQuery,
            slo.Sli.Raw?.ErrorRatioQuery,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', asked))))[..16];
    }
}
