using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Controllers;

namespace Operator.Runtime.Events;

/// <summary>Runs the recorder within a host.</summary>
internal sealed class EventService(EventRecorder recorder, IHostApplicationLifetime lifetime, ILogger<EventService> log) : LoopService(lifetime, log)
{
    protected override Task RunAsync(CancellationToken stopping) => recorder.RunAsync(stopping);
}
