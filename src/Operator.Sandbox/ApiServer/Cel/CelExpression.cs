namespace Operator.Sandbox.ApiServer.Cel;

/// <summary>The syntax tree of the Common Expression Language.</summary>
internal abstract record CelExpression
{
    public sealed record Literal(object? Value) : CelExpression;

    public sealed record Name(string Identifier) : CelExpression;

    public sealed record Select(CelExpression Target, string Field) : CelExpression;

    public sealed record Has(Select Field) : CelExpression;

    public sealed record Index(CelExpression Target, CelExpression At) : CelExpression;

    public sealed record Call(CelExpression? Target, string Function, IReadOnlyList<CelExpression> Arguments) : CelExpression;

    public sealed record Macro(CelExpression Target, string Function, string Variable, IReadOnlyList<CelExpression> Bodies) : CelExpression;

    public sealed record Unary(char Operator, CelExpression Operand) : CelExpression;

    public sealed record Binary(string Operator, CelExpression Left, CelExpression Right) : CelExpression;

    public sealed record Conditional(CelExpression Test, CelExpression Then, CelExpression Else) : CelExpression;

    public sealed record ListOf(IReadOnlyList<CelExpression> Items) : CelExpression;

    public sealed record MapOf(IReadOnlyList<(CelExpression Key, CelExpression Value)> Entries) : CelExpression;
}
