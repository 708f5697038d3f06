using System.Text;
using CsCheck;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Watching;

public sealed class BoundedReaderTests
{
    [Fact]
    public void Lines_are_found_however_the_stream_is_cut() => Gen.Select(
        Gen.String[Gen.Char['a', 'e'], 0, 50_000].Array[0, 6], Gen.Int[1, 40_000]).Sample(
        (lines, piece) =>
        {
            using var reader = new BoundedReader(new ScriptedStream(string.Concat(lines.Select(l => l + "\n")), piece), 100_000);
            Assert.Equal(lines, ReadAll(reader));
            Assert.False(reader.EndsTruncated);
        },
        iter: 200);

    [Fact]
    public void Carriage_returns_are_not_part_of_a_line()
    {
        using var reader = new BoundedReader(new ScriptedStream("a\r\n\nb\r\n"), 100);

        Assert.Equal(["a", "", "b"], ReadAll(reader));
    }

    [Fact]
    public void An_unfinished_last_line_is_no_line()
    {
        using var reader = new BoundedReader(new ScriptedStream("whole\nhal"), 100);

        Assert.Equal(["whole"], ReadAll(reader));
        Assert.True(reader.EndsTruncated);
    }

    [Fact]
    public async Task A_line_without_end_is_refused_at_the_limit_and_not_read_further()
    {
        var endless = new ScriptedStream(new byte[64 << 20], 10_000);
        using var reader = new BoundedReader(endless, 1 << 20);

        await Assert.ThrowsAsync<ValueTooLongException>(async () => await reader.ReadLineAsync(default));

        Assert.InRange(endless.BytesRead, 1 << 20, 3 << 20);
    }

    [Fact]
    public void A_whole_is_read_however_the_stream_is_cut() => Gen.Select(Gen.String[Gen.Char['a', 'e'], 0, 200_000], Gen.Int[1, 40_000]).Sample(
        (text, piece) =>
        {
            using var reader = new BoundedReader(new ScriptedStream(text, piece), 200_000);
            reader.ReadToEndAsync(default).AsTask().GetAwaiter().GetResult();
            Assert.Equal(text, Encoding.UTF8.GetString(reader.Unread));
        },
        iter: 100);

    [Fact]
    public async Task A_whole_beyond_the_limit_is_refused_and_not_read_further()
    {
        var endless = new ScriptedStream(new byte[64 << 20], 10_000);
        using var reader = new BoundedReader(endless, 1 << 20);

        await Assert.ThrowsAsync<ValueTooLongException>(async () => await reader.ReadToEndAsync(default));

        Assert.InRange(endless.BytesRead, 1 << 20, 3 << 20);
    }

    private static List<string> ReadAll(BoundedReader reader)
    {
        var lines = new List<string>();
        while (reader.ReadLineAsync(default).AsTask().GetAwaiter().GetResult())
        {
            lines.Add(Encoding.UTF8.GetString(reader.Line));
        }

        return lines;
    }
}
