using System.Globalization;
using Operator.Core.Incidents;
using Operator.Evidence;

namespace Operator.Cli;

/// <summary>Tells a person who watches how far the reading of evidence is, once it takes more than a few seconds.</summary>
/// <param name="terminal">Where to write.</param>
internal sealed class CollectionLines(Terminal terminal) : IProgress<CollectionProgress>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset _began = terminal.Time.GetUtcNow();
    private DateTimeOffset _lastAt = DateTimeOffset.MinValue;
    private (string Purpose, DateTimeOffset Began) _current = ("", default);

    /// <inheritdoc/>
    public void Report(CollectionProgress value)
    {
        var now = terminal.Time.GetUtcNow();
        if (_current.Purpose != value.Purpose)
        {
            _current = (value.Purpose, now - (value.Done * value.Elapsed));
        }

        if (now - _began < Patience || now - _lastAt < Pause)
        {
            return;
        }

        _lastAt = now;
        var left = value.Done > 0 ? (now - _current.Began) * ((1 - value.Done) / value.Done) : TimeSpan.Zero;
        var wait = left >= TimeSpan.FromSeconds(1) ? $", about {DurationFormat.Format(TimeSpan.FromSeconds(Math.Round(left.TotalSeconds)))} left" : "";
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Purpose}: back to {value.At.UtcDateTime:yyyy-MM-dd HH:mm}Z, {value.Done * 100:0} %{wait}"));
    }
}
