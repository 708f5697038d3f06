using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same credentials, in Secrets that the operator may read by name alone, on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerGitCredentialTests : GitCredentialTests, IOnKubeApiServer;
