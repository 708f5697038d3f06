using Operator.EndToEnd.Tests.Support;

namespace Operator.Install.Tests.Docs;

/// <summary>Every block of commands in the documentation is run by a test, or says what it needs that no test has.</summary>
public sealed class CommandTests
{
    public static TheoryData<string> Documents => [.. CommandBlock.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_block_says_how_it_is_tried(string document)
    {
        foreach (var block in CommandBlock.Read(document))
        {
            var (kind, what) = block.Mark.Split(": ", 2) is [var left, var right] ? (left, right) : ("", "");
            var isTold = kind switch
            {
                "run" => Guide.Places.Contains(what, StringComparer.Ordinal),
                "run by" => what.Split(", ").All(f => File.Exists(Path.Combine(RepositoryFiles.Root, f))),
                "needs" => true,
                _ => false,
            };
            Assert.True(
                isTold,
                $"{block.File}:{block.Line}: the line before a block of commands must be <!-- run: PLACE --> ({string.Join(", ", Guide.Places)}), <!-- run by: FILES --> with tests that run it, or <!-- needs: WHAT -->; it is '{block.Mark}'");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task What_runs_in_the_repository_works(string document)
    {
        foreach (var block in CommandBlock.Read(document).Where(b => b.Mark == "run: repository"))
        {
            using var guide = new Guide(document);
            await guide.RunAsync(block);
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task What_runs_on_a_cluster_works(string document)
    {
        var blocks = CommandBlock.Read(document).Where(b => b.Mark.EndsWith(" cluster", StringComparison.Ordinal) || b.Mark == "run: cluster").ToList();
        Guide? guide = null;
        Clusters.Cluster? cluster = null;
        try
        {
            foreach (var block in blocks)
            {
                if (cluster is null || block.Mark != "run: cluster")
                {
                    await DisposeAsync(guide, cluster);
                    cluster = await Clusters.Cluster.StartOrSkipAsync();
                    guide = new Guide(document, cluster.KubeconfigPath);
                    if (block.Mark == "run: installed cluster")
                    {
                        await guide.RunAsync(CommandBlock.Read("docs/getting-started.md").First(b => b.Commands.Contains("helm install", StringComparison.Ordinal)));
                    }
                }

                await guide!.RunAsync(block);
            }
        }
        finally
        {
            await DisposeAsync(guide, cluster);
        }
    }

    [Fact]
    public async Task What_runs_in_the_sandbox_works()
    {
        await using var sandbox = await EndToEnd.Tests.TryOut.SandboxProcess.StartAsync();
        foreach (var block in CommandBlock.Documents.SelectMany(CommandBlock.Read).Where(b => b.Mark == "run: sandbox"))
        {
            using var guide = new Guide(block.File, sandbox.Kubeconfig);
            await guide.RunAsync(block);
        }
    }

    private static async Task DisposeAsync(Guide? guide, Clusters.Cluster? cluster)
    {
        guide?.Dispose();
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }
    }
}
