using System.Net;
using System.Text;
using Operator.Core;
using Operator.Prometheus;

namespace Operator.Tests.Prometheus;

public sealed class PrometheusFuzzTests
{
    private const int Answers = 100_000;

    private static readonly string[] Bodies =
    [
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"b\"},\"values\":[[1765695600.125,\"1\"],[1765695615,\"NaN\"]]}]}}",
        "{\"status\":\"success\",\"warnings\":[\"w\"],\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"a\":\"b\"},\"value\":[1,\"+Inf\"]}]},\"isPartial\":true}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"5\"]}}",
        "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many samples\"}",
    ];

    // What breaks parsers sooner than random bytes do.
    private static readonly string[] Splinters = ["{", "}", "[", "]", "\"", ",", ":", "null", "1e999", "-1", "\\u0000", "\\ud800", "\0", "\u00ff", "[[[[[[[[", "{\"a\":", "\"values\":", "\"NaN\""];

    [Fact]
    public async Task A_hundred_thousand_mutated_answers_give_a_result_or_a_reason()
    {
        var random = new Random(20251214);
        var body = Array.Empty<byte>();
        using var handler = new Answering(() => body);
        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = "http://fuzz.invalid" }, new HastyTime(), handler);
        var (results, refusals) = (0, 0);
        for (var i = 0; i < Answers; i++)
        {
            body = Mutate(random);
            try
            {
                await PrometheusFaultTests.QueryAsync(client);
                results++;
            }
            catch (FailureException)
            {
                refusals++;
            }
        }

        Assert.Equal(Answers, results + refusals);
        Assert.True(results > 0 && refusals > results, $"{results} results, {refusals} refusals");
    }

    private static byte[] Mutate(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(Bodies[random.Next(Bodies.Length)]).ToList();
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
                case 1: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Splinters[random.Next(Splinters.Length)])); break;
                case 2 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count + 1)).Take(random.Next(40)).ToList()); break;
                default: bytes = bytes[..at]; break;
            }
        }

        return [.. bytes];
    }

    private sealed class Answering(Func<byte[]> body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body()) });
    }
}
