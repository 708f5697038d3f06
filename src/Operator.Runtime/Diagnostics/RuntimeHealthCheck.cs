using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Operator.Runtime.Diagnostics;

/// <summary>Reports what is wrong with parts of this process, one line each.</summary>
/// <param name="problems">Finds the problems; it must not wait.</param>
internal sealed class RuntimeHealthCheck(Func<IEnumerable<string>> problems) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var found = string.Join('\n', problems());
        return Task.FromResult(found.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(found));
    }
}
