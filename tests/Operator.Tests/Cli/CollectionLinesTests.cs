using Operator.Cli;
using Operator.Evidence;

namespace Operator.Tests.Cli;

public sealed class CollectionLinesTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_takes_longer_than_a_few_seconds_is_told_with_the_day_and_the_time_left()
    {
        var time = new Clock { Now = Now };
        var error = new StringWriter();
        var lines = new CollectionLines(new Terminal { Input = () => Stream.Null, Output = TextWriter.Null, Error = error, Time = time });

        lines.Report(Progress(0.1, seconds: 1));
        Assert.Empty(error.ToString());

        time.Now += TimeSpan.FromSeconds(5);
        lines.Report(Progress(0.25, seconds: 5));
        lines.Report(Progress(0.3, seconds: 5.5));

        Assert.Equal("slos[0] (availability).before: back to 2025-12-06 13:00Z, 25 %, about 15s left", error.ToString().Trim());
    }

    private static CollectionProgress Progress(double done, double seconds) =>
        new("slos[0] (availability).before", Now.AddDays(-30 * done).AddHours(-6), done, TimeSpan.FromSeconds(seconds));

    private sealed class Clock : TimeProvider
    {
        public required DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
