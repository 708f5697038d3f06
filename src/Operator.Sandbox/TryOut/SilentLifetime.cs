using Microsoft.Extensions.Hosting;

namespace Operator.Sandbox.TryOut;

/// <summary>Lets the program hear Ctrl-C, and end the host within it in its turn.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
