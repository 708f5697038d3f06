using System.Text;
using System.Text.Json;
using CsCheck;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Watching;

public sealed class WatchLineReaderTests
{
    private const string Event = """
        {"type":"MODIFIED","object":{"apiVersion":"example.org/v1","kind":"Thing","metadata":{"name":"é\u00e9","namespace":"ns","uid":"7f1bb9f8-94a9-4e1c-9c4c-2f2e9f6d7a11","resourceVersion":"12","generation":3,"deletionTimestamp":"2025-01-01T00:00:00Z","annotations":{"a/b":"c"},"finalizers":["f"],"ownerReferences":[{"kind":"Owner","name":"o","controller":true}]},"spec":{"suspend":true,"x":[1,{"y":null}]}}}
        """;

    [Fact]
    public void Lines_are_found_however_the_stream_is_cut() => Gen.Select(
        Gen.String[Gen.Char['a', 'e'], 0, 50_000].Array[0, 6], Gen.Int[1, 40_000]).Sample(
        (lines, piece) =>
        {
            using var reader = new WatchLineReader(new ScriptedStream(string.Concat(lines.Select(l => l + "\n")), piece), 100_000);
            Assert.Equal(lines, ReadAll(reader));
            Assert.False(reader.EndsTruncated);
        },
        iter: 200);

    [Fact]
    public void Carriage_returns_are_not_part_of_a_line()
    {
        using var reader = new WatchLineReader(new ScriptedStream("a\r\n\nb\r\n"), 100);

        Assert.Equal(["a", "", "b"], ReadAll(reader));
    }

    [Fact]
    public void An_unfinished_last_line_is_no_line()
    {
        using var reader = new WatchLineReader(new ScriptedStream("whole\nhal"), 100);

        Assert.Equal(["whole"], ReadAll(reader));
        Assert.True(reader.EndsTruncated);
    }

    [Fact]
    public async Task A_line_without_end_is_refused_at_the_limit_and_not_read_further()
    {
        var endless = new ScriptedStream(new byte[64 << 20], 10_000);
        using var reader = new WatchLineReader(endless, 1 << 20);

        await Assert.ThrowsAsync<ValueTooLongException>(async () => await reader.ReadAsync(default));

        Assert.InRange(endless.BytesRead, 1 << 20, 3 << 20);
    }

    [Fact]
    public void A_hundred_thousand_mutated_lines_are_parsed_or_refused_and_never_crash()
    {
        var random = new Random(12345);
        var original = Encoding.UTF8.GetBytes(Event.Trim());
        var projection = new ObjectProjection(["a/b"], "Owner");
        var (parsed, refused) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var line = Mutate(original, random);
            try
            {
                WatchEvent.Parse(line, projection);
                parsed++;
            }
            catch (JsonException)
            {
                refused++;
            }
        }

        Assert.True(parsed > 1000 && refused > 1000, $"{parsed} parsed, {refused} refused");
    }

    [Fact]
    public async Task Mutated_lists_are_read_or_refused_and_never_crash()
    {
        var random = new Random(54321);
        var original = Encoding.UTF8.GetBytes("""
            {"kind":"List","metadata":{"resourceVersion":"5","continue":"next"},"items":[{"metadata":{"name":"a","resourceVersion":"1"}},{"metadata":{"name":"b","resourceVersion":"2"},"spec":{"suspend":false}}]}
            """);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            try
            {
                await new ListPageReader(new ObjectProjection(), 10_000).ReadAsync(
                    new ScriptedStream(Mutate(original, random), random.Next(1, 100)), _ => { }, default);
                read++;
            }
            catch (JsonException)
            {
                refused++;
            }
        }

        Assert.True(read > 1000 && refused > 1000, $"{read} read, {refused} refused");
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 60), bytes.Count - at));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count), 1));
                    break;
                default:
                    bytes[at] = "{}[]\",:\\0tn"u8[random.Next(11)];
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add((byte)'{');
            }
        }

        return [.. bytes];
    }

    private static List<string> ReadAll(WatchLineReader reader)
    {
        var lines = new List<string>();
        while (reader.ReadAsync(default).AsTask().GetAwaiter().GetResult())
        {
            lines.Add(Encoding.UTF8.GetString(reader.Line));
        }

        return lines;
    }
}
