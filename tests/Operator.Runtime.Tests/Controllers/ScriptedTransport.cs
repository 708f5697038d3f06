using System.Text;
using System.Threading.Channels;
using Operator.Runtime.Client;
using Operator.Runtime.Tests.Chaos;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Controllers;

/// <summary>One list, then watch lines as the test sends them; every request can be made to fail.</summary>
internal sealed class ScriptedTransport : IListWatchTransport
{
    private readonly Channel<byte[]> _lines = Channel.CreateUnbounded<byte[]>();

    public List<ListQuery> Queries { get; } = [];

    public string List { get; set; } = """{"metadata":{"resourceVersion":"10"},"items":[]}""";

    public Func<ListQuery, Exception?> Failure { get; set; } = _ => null;

    /// <summary>What an answer waits for, whoever gives up.</summary>
    public Task Answer { get; set; } = Task.CompletedTask;

    public void Send(string line) => _lines.Writer.TryWrite(Encoding.UTF8.GetBytes(line + "\n"));

    public void Send(string type, string name, int version, int generation = 1, string more = "") =>
        Send($"{{\"type\":\"{type}\",\"object\":{Object(name, version, generation, more)}}}");

    public static string Object(string name, int version, int generation = 1, string more = "") =>
        $"{{\"metadata\":{{\"name\":\"{name}\",\"namespace\":\"ns\",\"resourceVersion\":\"{version}\",\"generation\":{generation}{more}}}}}";

    public async Task<Stream> OpenAsync(string? ns, ListQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        await Answer;
        if (Failure(query) is { } failure)
        {
            throw failure;
        }

        return query.WatchTimeout is null ? new Watching.ScriptedStream(List) : new ChannelStream(_lines.Reader);
    }

    private sealed class ChannelStream(ChannelReader<byte[]> lines) : ReadOnlyStream
    {
        private byte[] _rest = [];

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_rest.Length == 0)
            {
                _rest = await lines.ReadAsync(cancellationToken);
            }

            var length = Math.Min(buffer.Length, _rest.Length);
            _rest.AsMemory(0, length).CopyTo(buffer);
            _rest = _rest[length..];
            return length;
        }
    }
}
