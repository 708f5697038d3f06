using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Operator.Runtime.Controllers;

namespace Operator.Runtime.Tests.Controllers;

public sealed class LoopServiceTests : IDisposable
{
    private readonly int _exitCode = Environment.ExitCode;

    [Fact]
    public async Task A_loop_that_fails_stops_the_host_with_exit_code_1()
    {
        Environment.ExitCode = 0;

        await RunAsync(_ => throw new NotSupportedException("a defect"));

        Assert.Equal(1, Environment.ExitCode);
    }

    [Fact]
    public async Task A_loop_that_ends_as_it_should_stops_the_host_with_exit_code_0()
    {
        Environment.ExitCode = 0;

        await RunAsync(_ => Task.CompletedTask);

        Assert.Equal(0, Environment.ExitCode);
    }

    public void Dispose() => Environment.ExitCode = _exitCode;

    private static async Task RunAsync(Func<CancellationToken, Task> loop)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService(provider => new Service(loop, provider.GetRequiredService<IHostApplicationLifetime>()));
        using var host = builder.Build();
        await host.RunAsync(limit.Token);
        Assert.False(limit.IsCancellationRequested, "the host did not stop");
    }

    private sealed class Service(Func<CancellationToken, Task> loop, IHostApplicationLifetime lifetime) : LoopService(lifetime, NullLogger.Instance)
    {
        protected override Task RunAsync(CancellationToken stopping) => loop(stopping);
    }
}
