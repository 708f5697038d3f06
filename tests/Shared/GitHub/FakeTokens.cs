using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Operator.Testing.GitHub;

/// <summary>Tokens as GitHub gives them to an App, by a clock of its own.</summary>
/// <param name="publicKey">The App's public key in PEM.</param>
public sealed class FakeTokens(string publicKey)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    /// <summary>How far GitHub's clock is ahead of the machine's.</summary>
    public TimeSpan Ahead { get; set; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Ahead;

    /// <summary>How long tokens are valid.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Makes a token of a person valid for ever.</summary>
    public void Add(string token) => _ends[token] = DateTimeOffset.MaxValue;

    /// <summary>Ends all tokens, as when an App is suspended or its rights change.</summary>
    public void RevokeAll() => _ends.Clear();

    public bool IsValid(string token) => _ends.TryGetValue(token, out var end) && end > Now;

    public JsonObject Issue(string token)
    {
        _ends[token] = Now + Life;
        return new JsonObject
        {
            ["token"] = token,
            ["expires_at"] = (Now + Life).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["permissions"] = new JsonObject { ["contents"] = "write", ["metadata"] = "read", ["pull_requests"] = "write" },
            ["repository_selection"] = "selected",
        };
    }

    /// <summary>What GitHub says against a JSON Web Token; null when it is good.</summary>
    public string? Refuse(string token, long appId)
    {
        if (token.Split('.') is not [var head, var claims, var signature])
        {
            return "A JSON web token could not be decoded";
        }

        using var rsa = RSA.Create();
        rsa.ImportFromPem(publicKey);
        if (!rsa.VerifyData(Encoding.ASCII.GetBytes($"{head}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            || (string?)Json(head)["alg"] != "RS256")
        {
            return "A JSON web token could not be decoded";
        }

        var (issuedAt, endsAt, issuer) = ((long)Json(claims)["iat"]!, (long)Json(claims)["exp"]!, (string)Json(claims)["iss"]!);
        var now = Now.ToUnixTimeSeconds();
        return issuer != appId.ToString(CultureInfo.InvariantCulture) ? "Integration not found"
            : issuedAt > now ? "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
            : endsAt <= now || endsAt - now > 600 ? "'Expiration time' claim ('exp') is too far in the future"
            : null;
    }

    private static JsonNode Json(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;
}
