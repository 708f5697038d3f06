namespace Operator.Evidence;

/// <summary>What a sample says of its alert.</summary>
internal enum AlertState
{
    /// <summary>Its condition holds, not yet for long enough.</summary>
    Pending,

    /// <summary>It fires.</summary>
    Firing,

    /// <summary>Grafana: its condition holds no more, not yet for long enough.</summary>
    Recovering,

    /// <summary>Grafana: its query gave no data.</summary>
    NoData,

    /// <summary>Grafana: its query failed.</summary>
    Failed,

    /// <summary>Something else, which tells nothing.</summary>
    Other,
}
