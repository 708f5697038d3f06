using Operator.Rendering.Templates;
using Scriban;
using Scriban.Runtime;

namespace Operator.Tests.Rendering;

/// <summary>Scriban's own functions are the truth; they work within the tests, which are not compiled ahead.</summary>
public sealed class TemplateJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"a \\\"quoted\\\" <text> of é, 😀 and \\n\"")]
    [InlineData("[1, -2, 2.5, 1e3, 10000000000, 12345678901234567890, 0.1]")]
    [InlineData("{\"a\": {\"b\": [null, false, {\"c\": \"d\"}]}, \"e\": \"\", \"a b\": 1}")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    public void Values_are_read_and_written_as_Scriban_does(string json)
    {
        var theirs = Scribans("{{ value | object.from_json | object.to_json }}", json);

        var ours = TemplateJson.Read(json);

        Assert.Equal(theirs, TemplateJson.Write(ours));
        Assert.Equal(theirs, Scribans("{{ value | object.to_json }}", ours));
    }

    [Fact]
    public void Lists_that_hold_each_other_twice_are_not_written_out_for_ever()
    {
        var list = new ScriptArray { 1 };
        for (var i = 0; i < TemplateLimits.Recursion - 1; i++)
        {
            list = [list, list];
        }

        Assert.Contains("longer than", Assert.Throws<InvalidOperationException>(() => TemplateJson.Write(list)).Message);
    }

    [Fact]
    public void A_list_that_holds_itself_is_refused()
    {
        var list = new ScriptArray();
        list.Add(list);

        Assert.Contains("holds itself", Assert.Throws<InvalidOperationException>(() => TemplateJson.Write(list)).Message);
    }

    private static string Scribans(string template, object? value)
    {
        var context = new TemplateContext();
        context.PushGlobal(new ScriptObject { ["value"] = value });
        return Template.Parse(template).Render(context);
    }
}
