using System.Security.Cryptography;

namespace Operator.Runtime;

/// <summary>A thread-safe source of randomness for waits, so that many clients never act in step. Tests give a seeded <see cref="Random"/>.</summary>
public sealed class Jitter(Random random)
{
    private readonly Lock _lock = new();

    /// <summary>A source seeded by the operating system.</summary>
    public static Jitter Create() => new(new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));

    /// <summary>A uniform number in [0, 1).</summary>
    public double Next()
    {
        lock (_lock)
        {
            return random.NextDouble();
        }
    }

    /// <summary>A uniform time in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public TimeSpan Between(TimeSpan from, TimeSpan to) => from + ((to - from) * Next());

    /// <summary><paramref name="value"/> give or take the fraction <paramref name="share"/> of it (0.1: plus or minus 10 %).</summary>
    public TimeSpan Around(TimeSpan value, double share) => value * (1 + (share * ((2 * Next()) - 1)));
}
