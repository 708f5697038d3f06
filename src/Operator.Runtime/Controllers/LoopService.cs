using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Operator.Runtime.Controllers;

/// <summary>A loop that lives as long as the process, and the process as long as it: when it fails, the host stops and the exit code is 1.</summary>
internal abstract partial class LoopService(IHostApplicationLifetime lifetime, ILogger log) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Away from the host's start, which must not wait for the first list.
            await Task.Yield();
            await RunAsync(stoppingToken);
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

    /// <summary>Runs until cancelled.</summary>
    protected abstract Task RunAsync(CancellationToken stopping);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "A loop of this process failed; the process exits for a restart")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
