namespace Operator.Core.Evidence;

/// <summary>Where the incident's event counts come from; the document says it.</summary>
public enum CountSource
{
    /// <summary>Raw counter samples, resets handled, interpolated at the ends.</summary>
    RawSamples,

    /// <summary>increase(), which extrapolates.</summary>
    Increase,

    /// <summary>Rate queries times seconds.</summary>
    RateTimesSeconds,
}
