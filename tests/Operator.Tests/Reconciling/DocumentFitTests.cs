using System.Text;
using Operator.Publishing;

namespace Operator.Tests.Reconciling;

public sealed class DocumentFitTests
{
    [Fact]
    public void What_fits_is_left_alone()
    {
        var data = Data(100, 100, 100);

        Assert.Equal(Data(100, 100, 100), DocumentFit.Fit(data, 10_000));
    }

    [Fact]
    public void Charts_go_first_then_the_page_and_the_text_says_what_is_missing()
    {
        var withoutChart = DocumentFit.Fit(Data(400, 400, 400), 1000);
        Assert.Equal(["postmortem.html", "postmortem.md", "status.json"], withoutChart.Keys);
        Assert.Contains("Left out: sli-a.svg", withoutChart["postmortem.md"]);

        var textOnly = DocumentFit.Fit(Data(400, 4000, 400), 1000);
        Assert.Equal(["postmortem.md", "status.json"], textOnly.Keys);
        Assert.Contains("Left out: postmortem.html, sli-a.svg", textOnly["postmortem.md"]);
        Assert.InRange(textOnly.Sum(d => Encoding.UTF8.GetByteCount(d.Key + d.Value)), 1, 1000);
    }

    [Fact]
    public void Names_of_children_are_valid_and_differ_however_long_the_owner_s_is()
    {
        var owner = new string('a', 253);

        Assert.Equal("p0-042-postmortem", ChildNames.Document("p0-042"));
        Assert.Equal(253, ChildNames.Document(owner).Length);
        Assert.NotEqual(ChildNames.Evidence(owner), ChildNames.Evidence(owner[..252] + "b"));
    }

    private static SortedDictionary<string, string> Data(int markdown, int html, int chart) => new(StringComparer.Ordinal)
    {
        ["postmortem.md"] = new string('m', markdown),
        ["postmortem.html"] = new string('h', html),
        ["sli-a.svg"] = new string('s', chart),
        ["status.json"] = "{}",
    };
}
