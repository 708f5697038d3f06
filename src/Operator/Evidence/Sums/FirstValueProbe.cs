using System.Globalization;

namespace Operator.Evidence.Sums;

/// <summary>Finds out how a server counts: VictoriaMetrics' increase() counts the first value of a new series, and its rate() divides by the time between samples.</summary>
internal static class FirstValueProbe
{
    private const string Name = "first";

    /// <summary>The figure that tells. A series began in the middle of what increase() looks at, and has stood at 1 since: Prometheus sees no increase.</summary>
    /// <param name="at">When it is asked.</param>
    public static string Figure(DateTimeOffset at)
    {
        var began = (at.ToUnixTimeMilliseconds() / 1000m - 150).ToString("0.###", CultureInfo.InvariantCulture);
        return PromQL.Figure(Name, $"increase((vector(1) and (vector(time()) > {began}))[5m:1m])");
    }

    /// <summary>What the figure tells.</summary>
    public static bool IsCounted(FigureSet found) => found[Name] > 0;

    /// <summary>Asks, unless this collection has asked before.</summary>
    /// <param name="session">The collection.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="at">When it is asked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<bool> AskAsync(EvidenceSession session, string purpose, DateTimeOffset at, CancellationToken cancellationToken)
    {
        session.CountsFirstValues ??= IsCounted(new FigureSet(await session.SharedAsync(purpose, Figure(at), at, cancellationToken)));
        return session.CountsFirstValues.Value;
    }
}
