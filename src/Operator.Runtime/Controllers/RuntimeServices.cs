using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Operator.Runtime.Client;
using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Controllers;

/// <summary>What every part of the runtime needs; the defaults suit a test.</summary>
/// <param name="client">The API server.</param>
public sealed class RuntimeServices(KubeApiClient client)
{
    /// <summary>The API server.</summary>
    public KubeApiClient Client { get; } = client;

    /// <summary>Clock and timers. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Randomness of waits. Default: seeded by the system.</summary>
    public Jitter Jitter { get; init; } = Jitter.Create();

    /// <summary>Instruments. Default: nobody listens.</summary>
    public RuntimeMetrics Metrics { get; init; } = RuntimeMetrics.None;

    /// <summary>Loggers. Default: silence.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
