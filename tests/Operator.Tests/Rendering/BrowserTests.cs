using System.Diagnostics;
using System.Text.Json.Nodes;
using Operator.Tests.Architecture;
using Operator.Tests.Cli;

namespace Operator.Tests.Rendering;

/// <summary>The golden pages in a real browser. Set BROWSER_SHOTS to a directory to look at them.</summary>
public sealed class BrowserTests(BrowserTests.Pages pages) : IClassFixture<BrowserTests.Pages>
{
    private static readonly string[] Views = ["desktop", "dark", "narrow"];

    public static TheoryData<string> Names => new("full", "minimal", "ongoing", "manual", "partial", "followed", "hostile");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_loads_without_an_error_and_without_asking_for_anything(string name)
    {
        Assert.Empty(pages[name]["problems"]!.AsArray());
        Assert.Empty(pages[name]["requests"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_script_runs_and_nothing_active_is_in_a_page(string name)
    {
        foreach (var view in Views.Select(v => pages[name][v]!))
        {
            Assert.Equal("undefined", view["pwned"]!.GetValue<string>());
            Assert.Equal(0, view["scripts"]!.GetValue<int>());
            Assert.Equal(0, view["frames"]!.GetValue<int>());
            Assert.Empty(view["handlers"]!.AsArray());
            Assert.All(view["links"]!.AsArray(), l => Assert.Matches("^(https?://|mailto:|#)", l!.GetValue<string>()));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_has_language_title_landmarks_and_labels(string name)
    {
        foreach (var view in Views.Select(v => pages[name][v]!))
        {
            Assert.Equal("en", view["lang"]!.GetValue<string>());
            Assert.StartsWith("Post-Mortem: ", view["title"]!.GetValue<string>());
            Assert.Equal(3, view["landmarks"]!.GetValue<int>());
            Assert.Equal(0, view["unlabelled"]!.GetValue<int>());
            Assert.True(view["contents"]!.GetValue<bool>());
            var ids = view["ids"]!.AsArray().Select(i => i!.GetValue<string>()).ToList();
            Assert.Equal(ids.Distinct(), ids);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_has_the_forms_sections_and_no_others(string name)
    {
        var headings = pages[name]["desktop"]!["headings"]!.AsArray().Select(h => h!.GetValue<string>()).ToList();

        Assert.StartsWith("H1 Post-Mortem: ", headings[0]);
        Assert.Equal(DocumentForm.Headings, headings.Skip(1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_fits_a_phone(string name)
    {
        Assert.False(pages[name]["narrow"]!["overflow"]!.GetValue<bool>());
        Assert.Empty(pages[name]["narrow"]!["clipped"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_word_of_a_table_is_broken_at_a_desk(string name) => Assert.Empty(pages[name]["desktop"]!["broken"]!.AsArray().Select(w => w!.GetValue<string>()));

    [Fact]
    public void Text_from_right_to_left_runs_from_right_to_left() => Assert.True(Assert.Single(pages["hostile"]["desktop"]!["rightToLeft"]!.AsArray())!.GetValue<bool>());

    [Theory]
    [InlineData("full", "Post-Mortem: Email service outage")]
    [InlineData("minimal", "Post-Mortem: ")]
    public async Task Each_printed_sheet_has_the_title_and_its_number(string name, string title)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("page.pdf"), Convert.FromBase64String(pages[name]["pdf"]!.GetValue<string>()), TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", folder.File("page.pdf"), "-"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var sheets = text.TrimEnd('\f').Split('\f');
        Assert.All(sheets, (sheet, i) =>
        {
            Assert.StartsWith(title, sheet.TrimStart());
            Assert.EndsWith($"Page {i + 1} of {sheets.Length}", sheet.TrimEnd());
        });
    }

    [Fact]
    public void Boxes_say_whether_an_action_item_is_done() => Assert.Equal(
        ["AI-1 Done", "AI-2 Done", "AI-3 Not done", "AI-4 Not done", "AI-5 Not done", "AI-6 Not done"],
        pages["followed"]["desktop"]!["boxes"]!.AsArray().Select(b => b!.GetValue<string>()).Where(b => b.StartsWith("AI-", StringComparison.Ordinal)));

    [Theory]
    [InlineData("full")]
    [InlineData("ongoing")]
    [InlineData("partial")]
    public void The_chart_is_there_described_and_its_flags_do_not_overlap(string name)
    {
        foreach (var view in Views)
        {
            var chart = Assert.Single(pages[name][view]!["charts"]!.AsArray())!;
            Assert.Equal("img", chart["role"]!.GetValue<string>());
            Assert.StartsWith("SLI availability: ", chart["title"]!.GetValue<string>());
            Assert.StartsWith("Line chart from ", chart["description"]!.GetValue<string>());
            Assert.True(chart["width"]!.GetValue<double>() > 300);
            var flags = chart["flags"]!.AsArray().Select(f => f!.AsArray().Select(n => n!.GetValue<double>()).ToArray()).ToList();
            Assert.NotEmpty(flags);
            Assert.DoesNotContain(flags.SelectMany((a, i) => flags.Skip(i + 1).Select(b => (a, b))), p => Overlap(p.a, p.b));
        }
    }

    [Fact]
    public void Dark_is_dark_for_the_page_and_for_the_chart()
    {
        Assert.Equal("rgb(255, 255, 255)", pages["full"]["desktop"]!["background"]!.GetValue<string>());
        Assert.Equal("rgb(13, 17, 23)", pages["full"]["dark"]!["background"]!.GetValue<string>());
        Assert.Equal("rgb(13, 17, 23)", pages["full"]["dark"]!["charts"]![0]!["background"]!.GetValue<string>());
    }

    // Line boxes of neighbouring rows share a pixel or two of empty space.
    private static bool Overlap(double[] a, double[] b) =>
        Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]) > 0 && Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]) > 4;

    /// <summary>Opens all pages once.</summary>
    public sealed class Pages : IAsyncLifetime
    {
        private readonly Dictionary<string, JsonNode> _results = [];

        public JsonNode this[string name] => _results[name];

        public async ValueTask InitializeAsync()
        {
            foreach (var result in await BrowserScript.RunAsync("check.mjs", [Environment.GetEnvironmentVariable("BROWSER_SHOTS") ?? "", .. Names.Select(n => Url(n.Data))]))
            {
                _results[result["url"]!.GetValue<string>().Split('/')[^2]] = result;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static string Url(string name) =>
            new Uri(RepositoryRoot.File("tests", "Operator.Tests", "Rendering", "Golden", name, "postmortem.html")).AbsoluteUri;
    }
}
