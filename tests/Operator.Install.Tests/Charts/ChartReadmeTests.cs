namespace Operator.Install.Tests.Charts;

/// <summary>The README that a registry of charts shows. <c>UPDATE_EXAMPLES=1</c> writes its table anew.</summary>
public sealed class ChartReadmeTests
{
    [Fact]
    public void Its_table_is_made_from_the_comments_in_values_yaml()
    {
        var text = File.ReadAllText(ChartReadme.Path);
        var start = text.IndexOf(ChartReadme.Begin, StringComparison.Ordinal) + ChartReadme.Begin.Length;
        var end = text.IndexOf(ChartReadme.End, StringComparison.Ordinal);
        var table = ChartReadme.Table();
        if (Environment.GetEnvironmentVariable("UPDATE_EXAMPLES") == "1")
        {
            File.WriteAllText(ChartReadme.Path, text[..start] + table + text[end..]);
            return;
        }

        Assert.Equal(table, text[start..end]);
        Assert.Contains("| `crds.keep` |", table);
        Assert.DoesNotContain("|  |", table);
    }
}
