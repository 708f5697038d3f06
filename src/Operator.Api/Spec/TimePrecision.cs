namespace Operator.Api;

/// <summary>How exactly a time is known. Of a coarser one only that unit is read, as it is written, and nothing finer is shown or computed.</summary>
public enum TimePrecision
{
    /// <summary>To the second.</summary>
    Second,

    /// <summary>To the minute.</summary>
    Minute,

    /// <summary>To the hour.</summary>
    Hour,

    /// <summary>To the day, in timeZone.</summary>
    Day,

    /// <summary>To the month.</summary>
    Month,

    /// <summary>To the year.</summary>
    Year,
}
