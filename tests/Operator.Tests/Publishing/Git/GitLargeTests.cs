using System.Globalization;
using System.Text;
using Operator.Testing.Git;

namespace Operator.Tests.Publishing.Git;

/// <summary>Repositories that are much larger than what is published.</summary>
public sealed class GitLargeTests : IDisposable
{
    private const int Files = 200_000;
    private const long HugeBytes = 500L << 20;

    private readonly BareRepository _repository = new();

    [Fact]
    public async Task A_repository_of_200_000_files_gets_the_document_and_keeps_its_files()
    {
        var stream = new StringBuilder("blob\nmark :1\ndata 1\nx\ncommit refs/heads/main\ncommitter Ann <ann@example.com> 1765700000 +0000\ndata 1\nx\nfrom refs/heads/main^0\n");
        for (var i = 0; i < Files; i++)
        {
            stream.Append(CultureInfo.InvariantCulture, $"M 100644 :1 src/{i / 1000}/{i % 1000}.txt\n");
        }

        _repository.Import(output => output.Write(Encoding.ASCII.GetBytes(stream.Append('\n').ToString())));
        await using var worker = new Worker(Worker.Options(_repository.Path));

        Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request())).Failure);

        Assert.Equal(Files + 3, _repository.Files.Length);
        Assert.InRange(SizeOf(worker.Copy), 1, 24L << 20);
    }

    [Fact]
    public async Task An_object_of_500_MB_is_never_fetched()
    {
        _repository.Import(output =>
        {
            output.Write(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"commit refs/heads/main\ncommitter Ann <ann@example.com> 1765700000 +0000\ndata 1\nx\nfrom refs/heads/main^0\nM 100644 inline dump.bin\ndata {HugeBytes}\n")));
            var chunk = new byte[1 << 20];
            for (var written = 0L; written < HugeBytes; written += chunk.Length)
            {
                // Not all the same, so that it stays somewhat large when it is compressed.
                BitConverter.TryWriteBytes(chunk, written);
                output.Write(chunk);
            }

            output.Write("\n"u8);
        });
        await using var worker = new Worker(Worker.Options(_repository.Path));

        var first = Assert.Single(await worker.PublishAsync(Worker.Request()));
        _repository.Commit("Remove", ("dump.bin", null));
        var second = Assert.Single(await worker.PublishAsync(Worker.Request(text: "More.", revision: first.Revision)));

        Assert.Null(first.Failure);
        Assert.Null(second.Failure);
        Assert.InRange(SizeOf(worker.Copy), 1, 1L << 20);
    }

    public void Dispose() => _repository.Dispose();

    private static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
}
