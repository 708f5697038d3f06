namespace Operator.Core.Incidents;

/// <summary>What the samples of a run say.</summary>
internal enum AlertRunState
{
    /// <summary>The condition holds, not yet for long enough.</summary>
    Pending,

    /// <summary>The alert fires.</summary>
    Firing,

    /// <summary>Grafana: the condition holds no more, not yet for long enough.</summary>
    Recovering,

    /// <summary>Grafana: the query gave no data.</summary>
    NoData,

    /// <summary>Grafana: the query failed.</summary>
    Failed,
}
