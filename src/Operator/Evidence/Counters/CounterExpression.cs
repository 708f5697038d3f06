using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>What a part of a query comes to: a number, a sum of counters' growth, or the quotient of two.</summary>
internal sealed record CounterExpression
{
    private IReadOnlyList<CounterTerm> Terms { get; init; } = [];

    private QueryUnit Unit { get; init; }

    private IReadOnlyList<CounterTerm> Divisor { get; init; } = [];

    private double? Number { get; init; }

    /// <summary>Whether it is one value without labels; several are matched by their labels, and what has no partner is dropped.</summary>
    private bool IsOne { get; init; }

    /// <summary>The sum; null where it is something else.</summary>
    public CounterQuery? Sum => Number is null && Divisor.Count == 0 ? new CounterQuery(Terms, Unit) : null;

    /// <summary>Both parts of a quotient; null where it is something else.</summary>
    public (CounterQuery Errors, CounterQuery Total)? Quotient => Divisor.Count > 0 ? (new CounterQuery(Terms, Unit), new CounterQuery(Divisor, Unit)) : null;

    public static CounterExpression Of(double number) => new() { Number = number, IsOne = true };

    public static CounterExpression Of(string selector, QueryUnit unit) => new() { Terms = [new CounterTerm(1, selector, MayBeAbsent: false)], Unit = unit };

    /// <summary>The sum over all series, or over those of each group.</summary>
    public CounterExpression? Aggregated(bool grouped) => Sum is null ? null : this with { IsOne = !grouped };

    /// <summary>With zero where there is no answer; of several terms nobody can tell for which of them.</summary>
    public CounterExpression? OrZero() => Number is null && Terms.Count == 1 ? this with { Terms = [Terms[0] with { MayBeAbsent = true }] } : null;

    public CounterExpression? Times(CounterExpression other) => (Number, other.Number) switch
    {
        ({ } a, { } b) => Of(a * b),
        ({ } factor, null) => other.Scaled(factor),
        (null, { } factor) => Scaled(factor),
        _ => null,
    };

    public CounterExpression? Over(CounterExpression other)
    {
        if (other.Number is { } number)
        {
            return number == 0 ? null : Number is { } own ? Of(own / number) : Scaled(1 / number);
        }

        return Sum is { } errors && other.Sum is { } total && IsOne && other.IsOne && errors.Unit == total.Unit ? this with { Divisor = total.Terms } : null;
    }

    /// <summary>The sum of two, or, with -1, the difference.</summary>
    public CounterExpression? Plus(CounterExpression other, double sign)
    {
        if (!IsOne || !other.IsOne)
        {
            return null;
        }

        if (Number is { } a && other.Number is { } b)
        {
            return Of(a + (sign * b));
        }

        // 1 - good / total.
        if (Number is 1 && sign < 0 && other.Quotient is { } share)
        {
            return other with { Terms = [.. share.Total.Terms, .. other.Negative()] };
        }

        return Sum is { } left && other.Sum is { } right && left.Unit == right.Unit ? this with { Terms = [.. Terms, .. sign < 0 ? other.Negative() : other.Terms] } : null;
    }

    private IEnumerable<CounterTerm> Negative() => Terms.Select(t => t with { Factor = -t.Factor });

    private CounterExpression? Scaled(double factor) => Sum is null || !(factor > 0) ? null : this with { Terms = [.. Terms.Select(t => t with { Factor = t.Factor * factor })] };
}
