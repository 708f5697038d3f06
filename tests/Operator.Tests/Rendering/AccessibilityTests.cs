using System.Text.Json.Nodes;
using Operator.Tests.Architecture;
using Operator.Tests.Cli;

namespace Operator.Tests.Rendering;

/// <summary>axe-core, in a real browser, finds nothing serious in the document of any sample, nor in a hostile one.</summary>
public sealed class AccessibilityTests(AccessibilityTests.Judged judged) : IClassFixture<AccessibilityTests.Judged>
{
    private static readonly string[] Serious = ["serious", "critical"];

    public static TheoryData<string> Names => [.. Samples.Append("hostile")];

    private static IEnumerable<string> Samples =>
        Directory.GetFiles(RepositoryRoot.File("config", "samples"), "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_serious_is_found_in_light_or_dark_at_a_desk_or_on_a_phone(string name)
    {
        foreach (var (view, found) in judged[name]["views"]!.AsObject())
        {
            var serious = found!["violations"]!.AsArray().Where(v => Serious.Contains(v!["impact"]!.GetValue<string>())).Select(v => $"{view}: {v!.ToJsonString()}");
            Assert.Empty(serious);
            Assert.InRange(found["rules"]!.GetValue<int>(), 20, 200);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_chart_says_in_words_what_it_shows(string name)
    {
        foreach (var (_, found) in judged[name]["views"]!.AsObject())
        {
            Assert.Equal(found!["charts"]!.GetValue<int>(), found["named"]!.GetValue<int>());
        }
    }

    [Fact]
    public void Charts_were_there_to_be_judged() =>
        Assert.All(["full", "ongoing", "hostile"], name => Assert.NotEqual(0, judged[name]["views"]!["desktop"]!["charts"]!.GetValue<int>()));

    /// <summary>Renders all samples and has them judged once.</summary>
    public sealed class Judged : IAsyncLifetime
    {
        private readonly Dictionary<string, JsonNode> _results = [];

        public JsonNode this[string name] => _results[name];

        public async ValueTask InitializeAsync()
        {
            using var folder = new TemporaryFolder();
            var urls = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [new Uri(RepositoryRoot.File("tests", "Operator.Tests", "Rendering", "Golden", "hostile", "postmortem.html")).AbsoluteUri] = "hostile",
            };
            foreach (var sample in Samples)
            {
                var evidence = new[] { "p0-042", "p0-042-ongoing" }[sample == "ongoing" ? 1 : 0];
                string[] saved = sample is "full" or "ongoing" ? ["--evidence", RepositoryRoot.File("config", "samples", "evidence", evidence + ".evidence.json.gz")] : [];
                await Cli.Cli.RunAsync(["render", RepositoryRoot.File("config", "samples", sample + ".yaml"), .. saved, "--out", folder.File(sample)]);
                var page = Assert.Single(Directory.GetFiles(folder.File(sample), "postmortem.html", SearchOption.AllDirectories));
                urls[new Uri(page).AbsoluteUri] = sample;
            }

            foreach (var result in await BrowserScript.RunAsync("axe.mjs", urls.Keys))
            {
                _results[urls[result["url"]!.GetValue<string>()]] = result;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
