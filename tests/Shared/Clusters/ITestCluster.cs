namespace Operator.Testing.Clusters;

/// <summary>An API server for tests: the sandbox's, or a real one.</summary>
public interface ITestCluster : IAsyncDisposable
{
    string KubeconfigPath { get; }

    /// <summary>A new client with the server's address, trust and credentials; the caller disposes it.</summary>
    HttpClient CreateClient();
}
