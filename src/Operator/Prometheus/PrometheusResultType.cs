namespace Operator.Prometheus;

/// <summary>What kind of value a query gave.</summary>
internal enum PrometheusResultType
{
    /// <summary>One sample for each series.</summary>
    Vector,

    /// <summary>Any number of samples for each series.</summary>
    Matrix,

    /// <summary>One number without labels, given as one series.</summary>
    Scalar,
}
