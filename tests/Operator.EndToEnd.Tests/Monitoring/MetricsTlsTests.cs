using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Operator.EndToEnd.Tests.Support;
using Operator.Hosting;
using Operator.Metrics;

namespace Operator.EndToEnd.Tests.Monitoring;

/// <summary>/metrics by TLS, from files that are replaced while the operator runs.</summary>
public sealed class MetricsTlsTests
{
    [Fact]
    public async Task A_new_certificate_is_served_to_the_next_connection_and_half_of_one_to_none()
    {
        var folder = Directory.CreateTempSubdirectory("metrics-tls-").FullName;
        var (cert, key) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        var first = Write(cert, key, "first");
        await using var world = await World.CreateAsync(withOperator: false);
        world.Metrics = new MetricsOptions { Address = "127.0.0.1:0", CertFile = cert, KeyFile = key };
        await world.StartOperatorAsync();

        Assert.Equal(first, await SeenAsync(world.MetricsUrl));

        await File.WriteAllTextAsync(key, "half a key", TestContext.Current.CancellationToken);
        Assert.Equal(first, await SeenAsync(world.MetricsUrl));

        Assert.Equal(Write(cert, key, "second"), await SeenAsync(world.MetricsUrl));
    }

    [Fact]
    public async Task The_chain_is_sent_so_that_who_knows_the_root_alone_can_scrape()
    {
        var folder = Directory.CreateTempSubdirectory("metrics-chain-").FullName;
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = ECDsa.Create();
        using var root = Authority("root", rootKey).CreateSelfSigned(now.AddDays(-2), now.AddDays(9));
        using var middleKey = ECDsa.Create();
        using var middle = Authority("middle", middleKey).Create(root, now.AddDays(-1), now.AddDays(5), [1]).CopyWithPrivateKey(middleKey);
        using var leafKey = ECDsa.Create();
        using var leaf = new CertificateRequest("CN=leaf", leafKey, HashAlgorithmName.SHA256).Create(middle, now.AddDays(-1), now.AddDays(1), [2]);
        var (cert, key) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        await File.WriteAllTextAsync(cert, leaf.ExportCertificatePem() + "\n" + middle.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(key, leafKey.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await using var world = await World.CreateAsync(withOperator: false);
        world.Metrics = new MetricsOptions { Address = "127.0.0.1:0", CertFile = cert, KeyFile = key };
        await world.StartOperatorAsync();

        List<string> sent = [];
        await SeenAsync(world.MetricsUrl, chain => sent = [.. chain.ChainPolicy.ExtraStore.Select(c => c.Subject)]);

        Assert.Contains("CN=middle", sent);
    }

    [Theory]
    [InlineData("nowhere", null, null, "metrics.address: 'nowhere' must be :PORT")]
    [InlineData(":8080", "/etc/hostname", null, "metrics: certFile and keyFile go together")]
    [InlineData(":8080", "/no/such/file", "/etc/hostname", "metrics.certFile: there is no file /no/such/file")]
    public void Settings_that_cannot_work_are_refused_by_name(string address, string? cert, string? key, string problem) =>
        Assert.Contains(problem, Assert.Single(new RunOptions { Metrics = new MetricsOptions { Address = address, CertFile = cert, KeyFile = key } }.Validate()), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "key", "metrics.certFile: {0} holds no certificate in PEM")]
    [InlineData("hello", "key", "metrics.certFile: {0} holds no certificate in PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "key", "metrics.certFile: {0} holds no certificate in PEM")]
    [InlineData("key", "key", "metrics.certFile: {0} holds no certificate in PEM")]
    [InlineData("cert", "cert", "metrics.keyFile: {1} holds no key in PEM")]
    [InlineData("cert", "", "metrics.keyFile: {1} holds no key in PEM")]
    [InlineData("cert", "other key", "metrics.keyFile: {1} holds no key in PEM")]
    [InlineData("cert", "key", null)]
    public void A_file_without_a_certificate_or_without_its_key_is_refused_at_the_start(string cert, string key, string? problem)
    {
        var folder = Directory.CreateTempSubdirectory("metrics-tls-").FullName;
        try
        {
            var (certFile, keyFile) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
            Write(certFile, keyFile, "one");
            using var other = ECDsa.Create();
            var contents = new Dictionary<string, string>(StringComparer.Ordinal) { ["cert"] = File.ReadAllText(certFile), ["key"] = File.ReadAllText(keyFile), ["other key"] = other.ExportPkcs8PrivateKeyPem() };
            File.WriteAllText(certFile, contents.GetValueOrDefault(cert, cert));
            File.WriteAllText(keyFile, contents.GetValueOrDefault(key, key));

            var problems = new RunOptions { Metrics = new MetricsOptions { Address = ":8080", CertFile = certFile, KeyFile = keyFile } }.Validate().ToList();

            if (problem is null)
            {
                Assert.Empty(problems);
            }
            else
            {
                Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, problem, certFile, keyFile), Assert.Single(problems), StringComparison.Ordinal);
                Assert.DoesNotContain("PRIVATE KEY", problems[0], StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    private static string Write(string cert, string key, string name)
    {
        using var pair = ECDsa.Create();
        using var certificate = new CertificateRequest($"CN={name}", pair, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        File.WriteAllText(cert, certificate.ExportCertificatePem());
        File.WriteAllText(key, pair.ExportPkcs8PrivateKeyPem());
        return certificate.Thumbprint;
    }

    /// <summary>The certificate that a new connection gets, and that /metrics is behind it.</summary>
    private static async Task<string?> SeenAsync(Uri url, Action<X509Chain>? look = null)
    {
        string? seen = null;
        using var connection = new TcpClient(url.Host, url.Port);
        await using var tls = new SslStream(connection.GetStream(), leaveInnerStreamOpen: false, Accept);
        await tls.AuthenticateAsClientAsync("localhost");
        await tls.WriteAsync(Encoding.ASCII.GetBytes("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(tls);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        return seen;

        // Which certificate it is, is what the test asks; nobody vouches for it.
        bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            look?.Invoke(chain!);
            seen = (certificate as X509Certificate2)?.Thumbprint;
            return seen is not null;
        }
    }
}
