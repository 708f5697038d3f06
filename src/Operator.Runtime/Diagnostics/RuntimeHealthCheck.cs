using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Operator.Runtime.Diagnostics;

/// <summary>Reports what is wrong with parts of this process, one line each.</summary>
/// <param name="problems">Finds the problems; it must not wait.</param>
/// <param name="remarks">Finds what is told and is not a problem of this process; it must not wait.</param>
internal sealed class RuntimeHealthCheck(Func<IEnumerable<string>> problems, Func<IEnumerable<string>>? remarks = null) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (string.Join('\n', problems()) is { Length: > 0 } found)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(found));
        }

        var told = string.Join('\n', remarks?.Invoke() ?? []);
        return Task.FromResult(told.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(told));
    }
}
