using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Tells a fault of one question from a fault of the whole source.</summary>
internal static class EvidenceFaults
{
    /// <summary>Whether only this one question failed, so that everything else is still worth asking.</summary>
    public static bool ConcernsOneQuery(FailureException e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.Reason is Reasons.QueryInvalid or Reasons.QueryResultInvalid or Reasons.QueryTooExpensive or Reasons.ResponseTooLarge or Reasons.PrometheusTimeout or Reasons.CollectionLimited;
    }

    public static EvidenceProblem Problem(FailureException e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new EvidenceProblem(e.Reason, e.Message);
    }
}
