using System.Globalization;
using Operator.Api;

namespace Operator.Core.Documents;

/// <summary>Numbers, money and durations as people read them; the same in every culture.</summary>
public static class FigureText
{
    private static readonly (string Unit, long Seconds)[] Units = [("d", 86400), ("h", 3600), ("m", 60), ("s", 1)];

    /// <summary>The two largest non-zero units, never rounded up: 2m 15s, 12m, 1h 5m, 3d 4h, and 0s below a second.</summary>
    /// <param name="value">Not negative.</param>
    public static string Duration(TimeSpan value)
    {
        var rest = (long)value.TotalSeconds;
        var parts = new List<string>(2);
        foreach (var (unit, seconds) in Units)
        {
            if (rest >= seconds && parts.Count < 2)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{rest / seconds}{unit}"));
                rest %= seconds;
            }
        }

        return parts.Count == 0 ? "0s" : string.Join(' ', parts);
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
        return Money(money.Amount, money.Currency, Digits(money.Currency));
    }

    /// <summary>A price, which may be finer than the currency's coins: $0.125.</summary>
    /// <param name="amount">The price.</param>
    /// <param name="currency">ISO 4217 code.</param>
    public static string Price(decimal amount, string currency) =>
        Money(amount, currency, Math.Max(Digits(currency), Math.Min(6, (int)amount.Scale)));

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

    // ISO 4217's minor units, where they are not two.
    private static int Digits(string currency) => currency switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "VND" or "VUV" or "XAF"
            or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        _ => 2,
    };
}
