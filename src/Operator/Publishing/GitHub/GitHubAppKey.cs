using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Operator.Publishing.GitHub;

/// <summary>Who a GitHub App is: what it signs its requests for tokens with.</summary>
/// <param name="AppId">The App's ID.</param>
/// <param name="InstallationId">The ID of its installation in the repository's organization.</param>
/// <param name="PrivateKey">Its private key in PEM.</param>
internal sealed record GitHubAppKey(long AppId, long InstallationId, string PrivateKey)
{
    // GitHub takes none that is valid for more than 10 minutes from its own present, and clocks differ.
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(9);

    /// <summary>A JSON Web Token for the App, signed with RS256.</summary>
    /// <param name="now">GitHub's present.</param>
    /// <exception cref="CryptographicException">The key cannot be read.</exception>
    public string Token(DateTimeOffset now)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(PrivateKey);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException("It is not one private key in PEM.", e);
        }

        var claims = string.Create(CultureInfo.InvariantCulture, $$"""{"iat":{{(now - Back).ToUnixTimeSeconds()}},"exp":{{(now + Ahead).ToUnixTimeSeconds()}},"iss":"{{AppId}}"}""");
        var signed = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    // No key in a log.
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"App {AppId}, installation {InstallationId}");

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json));
}
