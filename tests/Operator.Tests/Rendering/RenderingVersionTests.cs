using System.Security.Cryptography;
using System.Text;
using Operator.Rendering;
using Operator.Tests.Architecture;

namespace Operator.Tests.Rendering;

/// <summary>
/// A restart renders nothing anew whose version of the rendering is today's. So the version must be raised whenever the golden documents
/// change. With UPDATE_GOLDEN=1 the record is written anew, and the version must be raised by hand.
/// </summary>
public sealed class RenderingVersionTests
{
    private static readonly string Record = RepositoryRoot.File("tests", "Operator.Tests", "Rendering", "rendering-version.txt");

    [Fact]
    public void The_version_is_raised_when_documents_change()
    {
        var known = File.ReadAllText(Record).Split(' ');
        var digest = Digest();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1" && RenderingVersion.Current > int.Parse(known[0], null))
        {
            File.WriteAllText(Record, $"{RenderingVersion.Current} {digest}");
            return;
        }

        Assert.True(known[0] == $"{RenderingVersion.Current}", $"rendering-version.txt is of version {known[0]}: run the tests with UPDATE_GOLDEN=1");
        Assert.True(known[1] == digest, "Golden documents have changed: raise RenderingVersion.Current, and run the tests with UPDATE_GOLDEN=1");
    }

    private static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.File("tests", "Operator.Tests", "Rendering", "Golden"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
