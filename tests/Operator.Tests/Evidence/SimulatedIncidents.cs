using Operator.Tests.TestData;

namespace Operator.Tests.Evidence;

/// <summary>Incidents whose truth is known, written into one history.</summary>
internal static class SimulatedIncidents
{
    public static void AddTo(MetricHistory history)
    {
    }
}
