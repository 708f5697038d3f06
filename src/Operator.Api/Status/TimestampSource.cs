namespace Operator.Api;

/// <summary>How a point in time is known.</summary>
public enum TimestampSource
{
    /// <summary>A person stated it in spec.incident.</summary>
    Spec,

    /// <summary>An entry of spec.timeline.</summary>
    Timeline,

    /// <summary>The moment at which the alert's condition became true.</summary>
    AlertPending,

    /// <summary>The moment at which the alert fired, or stopped firing.</summary>
    AlertFiring,

    /// <summary>The first objective's indicator.</summary>
    SLI,
}
