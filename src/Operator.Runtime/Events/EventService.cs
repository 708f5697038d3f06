using Microsoft.Extensions.Hosting;

namespace Operator.Runtime.Events;

/// <summary>Runs the recorder within a host.</summary>
internal sealed class EventService(EventRecorder recorder) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => recorder.RunAsync(stoppingToken);
}
