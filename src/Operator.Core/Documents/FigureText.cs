using System.Globalization;
using Operator.Api;
using Operator.Core.Impact;
using Operator.Core.Incidents;

namespace Operator.Core.Documents;

/// <summary>Numbers, money and durations as people read them; the same in every culture.</summary>
public static class FigureText
{
    /// <summary>The two largest non-zero units, never rounded up.</summary>
    /// <param name="value">Not negative.</param>
    public static string Duration(TimeSpan value) => DurationFormat.Format(value);

    /// <summary>Computed seconds as a duration: to the millisecond first, so that 2591.9999999999995 s is 43m 12s.</summary>
    /// <param name="seconds">Not negative.</param>
    public static string Seconds(double seconds) => DurationFormat.Format(DurationFormat.ToMillisecond(seconds));

    /// <summary>The same in words, for sentences: "2 minutes 15 seconds".</summary>
    /// <param name="value">Not negative.</param>
    public static string InWords(TimeSpan value) => InWords(Duration(value));

    /// <summary>A duration as tables have it in words: "2 minutes 15 seconds" for "2m 15s". What has words already keeps them.</summary>
    /// <param name="duration">Such as "2m 15s" or "about 5 months".</param>
    public static string InWords(string duration)
    {
        ArgumentNullException.ThrowIfNull(duration);
        return string.Join(' ', duration.Split(' ').Select(Unit));
    }

    /// <summary>A share of a budget as headlines have it, to one decimal: 27.8%. What is not nothing is not shown as nothing, nor what is not all as all.</summary>
    /// <param name="percent">Percent, signed.</param>
    public static string Headline(double percent)
    {
        for (var digits = 1; digits < 4; digits++)
        {
            var rounded = Math.Round(percent, digits, MidpointRounding.AwayFromZero);
            if ((rounded == 0) == (percent == 0) && (rounded == 100) == (percent == 100))
            {
                return rounded.ToString("#,0.###", CultureInfo.InvariantCulture) + "%";
            }
        }

        return Share(percent);
    }

    /// <summary>A whole number with thousands separated.</summary>
    /// <param name="value">The number.</param>
    public static string Count(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share of a budget: 27.78%, 0.417%, 800%.</summary>
    /// <param name="percent">Percent, signed.</param>
    public static string Share(double percent)
    {
        var digits = Math.Abs(percent) is > 0 and < 1 ? 3 : 2;
        var text = percent.ToString(digits == 3 ? "0.###" : "#,0.##", CultureInfo.InvariantCulture);
        return text switch
        {
            "0" or "-0" when percent > 0 => "less than 0.001%",
            "-0" => "0%",
            _ => text + "%",
        };
    }

    /// <summary>A level that people set, with all digits that they wrote.</summary>
    /// <param name="percent">The level, in percent.</param>
    public static string Target(double percent) => percent.ToString("0.############", CultureInfo.InvariantCulture) + "%";

    /// <summary>An indicator or objective: 99.9%, 98.5%. Never rounded up to 100 %, nor to the other side of <paramref name="limit"/>.</summary>
    /// <param name="percent">Percent, 0 to 100.</param>
    /// <param name="limit">What it is compared with.</param>
    public static string Level(double percent, double limit = 100)
    {
        for (var digits = 2; digits < 7; digits++)
        {
            var rounded = Math.Round(percent, digits, MidpointRounding.AwayFromZero);
            if ((rounded < limit) == (percent < limit) && (rounded < 100) == (percent < 100))
            {
                return rounded.ToString("0.######", CultureInfo.InvariantCulture) + "%";
            }
        }

        return percent.ToString("0.#########", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>An amount with the currency's usual digits: $168.75, 150 JPY as ¥150, 12.500 KWD.</summary>
    /// <param name="money">The amount.</param>
    public static string Money(MoneyStatus money)
    {
        ArgumentNullException.ThrowIfNull(money);
        return Money(money.Amount, money.Currency, Currencies.Digits(money.Currency));
    }

    /// <summary>A price, which may be finer than the currency's coins: $0.125.</summary>
    /// <param name="amount">The price.</param>
    /// <param name="currency">ISO 4217 code.</param>
    public static string Price(decimal amount, string currency) =>
        Money(amount, currency, Math.Max(Currencies.Digits(currency), Math.Min(6, (int)amount.Scale)));

    private static string Unit(string part)
    {
        var digits = part.AsSpan().IndexOfAnyExceptInRange('0', '9');
        string? unit = digits <= 0 ? null : part[digits..] switch
        {
            "d" => "day",
            "h" => "hour",
            "m" => "minute",
            "s" => "second",
            "ms" => "millisecond",
            _ => null,
        };
        return unit is null ? part : $"{part[..digits]} {unit}{(part[..digits] == "1" ? "" : "s")}";
    }

    private static string Money(decimal amount, string currency, int digits)
    {
        var number = amount.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return currency switch
        {
            "USD" => "$" + number,
            "EUR" => "€" + number,
            "GBP" => "£" + number,
            "JPY" => "¥" + number,
            _ => $"{number} {currency}",
        };
    }
}
