using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Operator.Runtime.Controllers;

/// <summary>Runs the controllers within a host. When they end, the host ends.</summary>
internal sealed class OperatorService(
    IEnumerable<Controller> controllers,
    RuntimeServices services,
    LeaderGate gate,
    IHostApplicationLifetime lifetime,
    ILogger<OperatorService> log) : LoopService(lifetime, log)
{
    protected override Task RunAsync(CancellationToken stopping) => new ControllerManager(controllers, services, gate.Elector).RunAsync(stopping);
}
