using Operator.Api.Json;

namespace Operator.Core;

/// <summary>Arithmetic on moments that never throws, whatever a server sent.</summary>
internal static class Instants
{
    /// <summary>The moment in UTC without what is shorter than a millisecond: no figure is finer.</summary>
    public static DateTimeOffset ToMillisecond(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>Adds, and stops at the ends of the calendar.</summary>
    public static DateTimeOffset Add(DateTimeOffset time, TimeSpan span)
    {
        // A time's ticks are never negative and below half of what a long holds: neither line overflows.
        var ticks = span.Ticks > 0
            ? time.UtcTicks > DateTimeOffset.MaxValue.UtcTicks - span.Ticks ? DateTimeOffset.MaxValue.UtcTicks : time.UtcTicks + span.Ticks
            : Math.Max(time.UtcTicks + span.Ticks, DateTimeOffset.MinValue.UtcTicks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>The earlier of two.</summary>
    public static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a <= b ? a : b;

    /// <summary>The later of two.</summary>
    public static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a >= b ? a : b;

    /// <summary>The moment as messages show it.</summary>
    public static string Text(DateTimeOffset time) => MillisecondTimeConverter.Text(time);
}
