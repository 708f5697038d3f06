using System.Globalization;
using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>
/// Reads queries that add up counters: sum(rate(x[{{.window}}])) or increase(), such sums added, subtracted and multiplied by a number, and "or vector(0)".
/// All else is left to the server.
/// </summary>
internal sealed class CounterQueryParser
{
    private readonly IReadOnlyList<QueryToken> _tokens;
    private int _next;

    private CounterQueryParser(IReadOnlyList<QueryToken> tokens) => _tokens = tokens;

    /// <summary>A query of events.</summary>
    /// <returns>Null where it is anything but a sum of counters' growth.</returns>
    public static CounterQuery? Sum(string query) => Parse(query)?.Sum;

    /// <summary>A query of a ratio.</summary>
    /// <returns>Null where it is anything but one such sum over another, or 1 less that.</returns>
    public static (CounterQuery Errors, CounterQuery Total)? Quotient(string query) => Parse(query)?.Quotient;

    private static CounterExpression? Parse(string query)
    {
        var tokens = QueryTokens.Of(query);
        var parser = new CounterQueryParser(tokens);
        var expression = parser.Alternative();
        return parser._next == tokens.Count ? expression : null;
    }

    private CounterExpression? Alternative()
    {
        var left = Added();
        while (left is not null && Take("or"))
        {
            left = (!Take("on") || (Take("(") && Take(")"))) && Take("vector") && Take("(") && Take(QueryTokenKind.Number) is { } zero && Number(zero) == 0 && Take(")") ? left.OrZero() : null;
        }

        return left;
    }

    private CounterExpression? Added()
    {
        var left = Multiplied();
        while (left is not null && Sign("+", "-") is { } sign)
        {
            left = Multiplied() is { } right ? left.Plus(right, sign is "+" ? 1 : -1) : null;
        }

        return left;
    }

    private CounterExpression? Multiplied()
    {
        var left = Operand();
        while (left is not null && Sign("*", "/") is { } sign)
        {
            left = Operand() is not { } right ? null : sign is "*" ? left.Times(right) : left.Over(right);
        }

        return left;
    }

    private CounterExpression? Operand()
    {
        if (Take(QueryTokenKind.Number) is { } number)
        {
            return CounterExpression.Of(Number(number));
        }

        if (Take("("))
        {
            return Alternative() is { } inner && Take(")") ? inner : null;
        }

        if (Take("sum"))
        {
            var grouped = TakeGrouping();
            var inner = Take("(") ? Alternative() : null;
            return inner is not null && Take(")") ? inner.Aggregated(grouped | TakeGrouping()) : null;
        }

        // irate() looks at the last two samples alone; what is meant is what happened in the range.
        return Take("rate") || Take("irate") ? Growth(QueryUnit.Rate) : Take("increase") ? Growth(QueryUnit.Count) : null;
    }

    private CounterExpression? Growth(QueryUnit unit)
    {
        if (!Take("("))
        {
            return null;
        }

        var selector = $"{Take(QueryTokenKind.Word)}{Take(QueryTokenKind.Matchers)}";
        return selector.Length > 0 && Take(QueryTokenKind.Range) is { } range && PromQL.IsWindow(range[1..^1]) && Take(")") ? CounterExpression.Of(selector, unit) : null;
    }

    private bool TakeGrouping()
    {
        if (!Take("by") && !Take("without"))
        {
            return false;
        }

        for (var open = Take("("); open && _next < _tokens.Count && !Take(")"); _next++)
        {
        }

        return true;
    }

    private bool Take(string text)
    {
        if (_next < _tokens.Count && _tokens[_next].Is(text))
        {
            _next++;
            return true;
        }

        return false;
    }

    private string? Take(QueryTokenKind kind) => _next < _tokens.Count && _tokens[_next].Kind == kind ? _tokens[_next++].Text : null;

    private string? Sign(string one, string other) => Take(one) ? one : Take(other) ? other : null;

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
