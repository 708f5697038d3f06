using System.Net.Http.Headers;
using k8s.Authentication;

namespace Operator.Runtime.KubeApi.Kubeconfigs;

/// <summary>A plugin's token, asked for again shortly before it expires.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="first">What it answered first.</param>
/// <param name="time">The clock that expiry is told by.</param>
internal sealed class ExecTokenProvider(ExecPlugin plugin, ExecCredential first, TimeProvider time) : ITokenProvider
{
    // A request that leaves with a valid token should arrive with one.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Task<ExecCredential> _credential = Task.FromResult(first);

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
            if (_credential.IsCompleted && (!_credential.IsCompletedSuccessfully || IsStale(_credential.Result)))
            {
                _credential = plugin.RunAsync(CancellationToken.None);
            }

            return _credential;
        }
    }

    private bool IsStale(ExecCredential credential) => credential.Expiry is { } expiry && time.GetUtcNow() >= expiry - Margin;
}
