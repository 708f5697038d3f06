using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Operator.Runtime.Controllers;

/// <summary>Runs the controllers within a host. When they end, the host ends; when they fail, with exit code 1.</summary>
internal sealed partial class OperatorService(
    IEnumerable<Controller> controllers,
    RuntimeServices services,
    LeaderGate gate,
    IHostApplicationLifetime lifetime,
    ILogger<OperatorService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Away from the host's start: the first list shall not hold up the health endpoint.
            await Task.Yield();
            await new ControllerManager(controllers, services, gate.Elector).RunAsync(stoppingToken);
        }
        catch (Exception e)
        {
            Environment.ExitCode = 1;
            Log.Failed(log, e);
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The controllers ended with a failure; the process exits for a restart")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
