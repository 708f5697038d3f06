using Operator.EndToEnd.Tests.Monitoring;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>The same metrics on a real kube-apiserver, where its binaries are.</summary>
public sealed class KubeApiServerMetricsTests : MetricsTests, IOnKubeApiServer;
