using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Operator.Testing.Git;

/// <summary>An sshd on the loopback interface, which lets one key in.</summary>
public sealed class SshServer : IDisposable
{
    private readonly Process _process;

    public SshServer(string folder)
    {
        Folder = Path.Combine(folder, "ssh");
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory("/run/sshd");
        SshKeys.Create(Folder, "host");
        SshKeys.Create(Folder, "client");
        SshKeys.Create(Folder, "stranger");
        File.Copy(File_("client.pub"), File_("authorized_keys"));
        Port = FreePort();
        File.WriteAllText(File_("sshd_config"), $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {File_("host")}
            AuthorizedKeysFile {File_("authorized_keys")}
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            MaxStartups 100
            """);
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", File_("sshd_config")]) { UseShellExecute = false, RedirectStandardError = true })!;
        while (_process.StandardError.ReadLine() is { } line && !line.Contains("listening", StringComparison.Ordinal))
        {
        }

        _ = _process.StandardError.ReadToEndAsync();
        WriteKnownHosts("host");
    }

    public string Folder { get; }

    public int Port { get; }

    public string ClientKey => File_("client");

    public string StrangerKey => File_("stranger");

    public string KnownHosts => File_("known_hosts");

    /// <summary>Makes the client trust another host key.</summary>
    public void WriteKnownHosts(string key) => File.WriteAllText(KnownHosts, $"[127.0.0.1]:{Port} {SshKeys.Public(File_(key))}\n");

    public string Url(string path) => string.Create(CultureInfo.InvariantCulture, $"ssh://{Environment.UserName}@127.0.0.1:{Port}{path}");

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string File_(string name) => Path.Combine(Folder, name);
}
