using System.Globalization;

namespace Operator.Sandbox.ApiServer.Resources;

internal static class Timestamps
{
    /// <summary><c>metav1.Time</c>: RFC 3339 in UTC with second precision.</summary>
    public static string Now(TimeProvider time) => Format(time.GetUtcNow());

    public static string Format(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
