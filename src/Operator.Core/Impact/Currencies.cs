using System.Globalization;
using Operator.Api;

namespace Operator.Core.Impact;

/// <summary>How many digits currencies have, by ISO 4217.</summary>
public static class Currencies
{
    private static readonly HashSet<string> None = new(StringComparer.Ordinal)
    {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
    };

    private static readonly HashSet<string> Three = new(StringComparer.Ordinal) { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" };

    private static readonly HashSet<string> Four = new(StringComparer.Ordinal) { "CLF", "UYW" };

    /// <summary>The digits after the point.</summary>
    /// <param name="code">An ISO 4217 code; an unknown one counts as having two, as most do.</param>
    public static int Digits(string code) => None.Contains(code) ? 0 : Three.Contains(code) ? 3 : Four.Contains(code) ? 4 : 2;

    /// <summary>The smallest amount that is shown of a currency, such as 0.01.</summary>
    /// <param name="code">An ISO 4217 code.</param>
    public static decimal Smallest(string code) => new(1, 0, 0, false, (byte)Digits(code));

    /// <summary>Rounds to the currency's digits, halves away from zero, without zeros at the end.</summary>
    /// <param name="amount">An amount in the main unit.</param>
    /// <param name="code">An ISO 4217 code.</param>
    public static decimal Round(decimal amount, string code) =>
        Math.Round(amount, Digits(code), MidpointRounding.AwayFromZero) / 1.0000000000000000000000000000m;

    /// <summary>Writes an amount with all of the currency's digits, such as "1,168.75 USD".</summary>
    /// <param name="money">The amount.</param>
    public static string Format(MoneyStatus money)
    {
        ArgumentNullException.ThrowIfNull(money);
        return money.Amount.ToString("N" + Digits(money.Currency).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " " + money.Currency;
    }
}
