using System.Security.Cryptography;
using System.Text;

namespace Operator.Publishing;

/// <summary>Unique IDs in 16 bytes, for what is kept of every resource.</summary>
internal static class UniqueId
{
    /// <summary>The ID itself; one that is not a UUID, which Kubernetes does not promise, by its hash.</summary>
    public static Guid Of(string uid) => Guid.TryParseExact(uid, "D", out var id) ? id : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(uid)).AsSpan(0, 16));
}
