using System.Net.Http.Headers;
using k8s.Authentication;

namespace Operator.Runtime.Client.Kubeconfigs;

/// <summary>A plugin's token, asked for again shortly before it expires. A failure stands for a while: every request asks, and a process is expensive.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="first">What it answered first.</param>
/// <param name="time">The clock that expiry is told by.</param>
internal sealed class ExecTokenProvider(ExecPlugin plugin, ExecCredential first, TimeProvider time) : ITokenProvider
{
    // A request that leaves with a valid token should arrive with one.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FailureStands = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Task<ExecCredential> _credential = Task.FromResult(first);
    private long _startedAt;

    /// <inheritdoc/>
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        var credential = await Current().WaitAsync(cancellationToken);
        return new AuthenticationHeaderValue("Bearer", credential.Token ?? throw plugin.Failed("its ExecCredential had a token at first and has none now"));
    }

    // All requests wait for one run; one of them that is given up does not end it.
    private Task<ExecCredential> Current()
    {
        lock (_gate)
        {
            if (_credential.IsCompleted && MustRunAgain())
            {
                _startedAt = time.GetTimestamp();
                _credential = plugin.RunAsync(CancellationToken.None);
            }

            return _credential;
        }
    }

    private bool MustRunAgain() => _credential.IsCompletedSuccessfully
        ? _credential.Result.Expiry is { } expiry && time.GetUtcNow() >= expiry - Margin
        : time.GetElapsedTime(_startedAt) >= FailureStands;
}
