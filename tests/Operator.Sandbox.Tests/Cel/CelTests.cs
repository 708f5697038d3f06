using Operator.Sandbox.ApiServer.Cel;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.Tests.Cel;

public sealed class CelTests
{
    private const string Self = """{"a":1,"b":2,"r":1.5,"name":"web-1","from":"2025-01-01T00:00:00Z","to":"2025-01-01T01:30:00Z","for":"90m","tags":["x","y"],"items":[{"n":"a","c":1},{"n":"b","c":2}],"map":{"k":"v"}}""";

    private const string Schema = """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},"r":{"type":"number"},"name":{"type":"string"},"from":{"type":"string","format":"date-time"},"to":{"type":"string","format":"date-time"},"for":{"type":"string","format":"duration"}}}""";

    [Theory]
    [InlineData("self.a <= self.b", true)]
    [InlineData("has(self.a) && !has(self.none)", true)]
    [InlineData("size(self.tags) == 2 && self.tags.size() == 2 && self.name.size() == 5", true)]
    [InlineData("self.items.all(i, i.c > 0)", true)]
    [InlineData("self.items.exists(i, i.n == 'b' && i.c == 2)", true)]
    [InlineData("self.items.exists_one(i, i.c > 0)", false)]
    [InlineData("self.items.filter(i, i.c > 1).map(i, i.n) == ['b']", true)]
    [InlineData("self.name.matches('^[a-z]+-[0-9]$') && self.name.startsWith('web')", true)]
    [InlineData("self.from < self.to", true)]
    [InlineData("self.to - self.from == duration('1h30m')", true)]
    [InlineData("self.from + self.for == timestamp('2025-01-01T01:30:00Z')", true)]
    [InlineData("self.for > duration('1h') ? self.a == 1 : self.a == 2", true)]
    [InlineData("'x' in self.tags && 'k' in self.map && !('z' in self.map)", true)]
    [InlineData("(has(self.a) ? 1 : 0) + (has(self.none) ? 1 : 0) == 1", true)]
    [InlineData("self.map['k'] == \"v\"", true)]
    [InlineData("self.r * 2.0 == 3.0 && 7 / 2 == 3 && 7 % 2 == 1 && -self.a == -1", true)]
    [InlineData("self.none == 1 || self.a == 1", true)]
    [InlineData("self.a == 2 && self.none == 1", false)]
    [InlineData("int('4') + self.a == 5 && string(self.a) == '1' && double(2) == 2.0", true)]
    [InlineData("self.items.map(i, i.c).sum() == 3 && self.items.map(i, i.c).isSorted()", true)]
    [InlineData("self.from.getFullYear() == 2025 && self.for.getMinutes() == 90", true)]
    public void Rules_have_the_values_that_the_language_defines(string rule, bool expected) => Assert.Equal(expected, Evaluate(rule));

    [Theory]
    [InlineData("self.none == 1", "no such key: none")]
    [InlineData("self.a / 0 == 1", "division by zero")]
    [InlineData("self.name < self.a", "no such overload")]
    [InlineData("nobody == 1", "undeclared reference")]
    public void A_rule_without_a_value_says_why(string rule, string message) =>
        Assert.Contains(message, Assert.Throws<CelException>(() => Evaluate(rule)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("self.a ==")]
    [InlineData("self.a = 1")]
    [InlineData("(self.a")]
    [InlineData("has(self)")]
    public void Text_that_is_no_rule_is_refused(string rule) => Assert.Throws<CelException>(() => CelParser.Parse(rule));

    private static bool Evaluate(string rule)
    {
        var self = CelValues.From(JsonDecoder.DecodeObject(System.Text.Encoding.UTF8.GetBytes(Self)), Parsed());
        return CelEvaluator.Truth(new CelEvaluator(new Dictionary<string, object?>(StringComparer.Ordinal) { ["self"] = self }).Evaluate(CelParser.Parse(rule)));
    }

    private static StructuralSchema Parsed() => new SchemaParser().Parse(JsonDecoder.DecodeObject(System.Text.Encoding.UTF8.GetBytes(Schema)));
}
