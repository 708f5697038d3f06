using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Operator.Runtime.Client.Kubeconfigs;

/// <summary>
/// Runs the credential plugin of a kubeconfig's user, as kubectl does. Of our own, because KubernetesClient writes the plugin's
/// input by reflection, which a program that is compiled ahead has not.
/// </summary>
/// <param name="exec">The plugin.</param>
/// <param name="where">File and field, for messages.</param>
/// <param name="cluster">What the plugin is told of the cluster when it asks.</param>
internal sealed class ExecPlugin(ExternalExecution exec, string where, ClusterEndpoint cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string[] Versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="KubeConfigException">It cannot be run, failed, did not end in time, or wrote no credential.</exception>
    public async Task<ExecCredential> RunAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(exec.Command))
        {
            throw new KubeConfigException($"{where} names no command; add 'command'.");
        }

        if (!Versions.Contains(exec.ApiVersion, StringComparer.Ordinal))
        {
            throw new KubeConfigException($"{where}.apiVersion: '{exec.ApiVersion}' is not understood; use {string.Join(" or ", Versions)}.");
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        using var process = Start();
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            var (written, complaint) = (await output, await error);
            return process.ExitCode == 0
                ? ExecCredential.Parse(written, exec.ApiVersion)
                : throw Failed($"'{exec.Command}' ended with exit code {process.ExitCode}{FirstLine(complaint)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"'{exec.Command}' did not end within {Patience.TotalMinutes:0} minutes");
        }
        catch (FormatException e)
        {
            throw Failed($"'{exec.Command}': {e.Message}", e);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(exec.Command, exec.Arguments ?? [])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in exec.EnvironmentVariables ?? [])
        {
            if (variable.GetValueOrDefault("name") is { Length: > 0 } name)
            {
                start.Environment[name] = variable.GetValueOrDefault("value") ?? "";
            }
        }

        try
        {
            start.Environment["KUBERNETES_EXEC_INFO"] = Input();
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw Failed($"'{exec.Command}' cannot be run: {e.Message}", e);
        }
    }

    private string Input()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", exec.ApiVersion);
            json.WriteString("kind", "ExecCredential");
            json.WriteStartObject("spec");
            json.WriteBoolean("interactive", false);
            if (exec.ProvideClusterInfo)
            {
                WriteCluster(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteCluster(Utf8JsonWriter json)
    {
        json.WriteStartObject("cluster");
        json.WriteString("server", cluster.Server);
        if (!string.IsNullOrEmpty(cluster.TlsServerName))
        {
            json.WriteString("tls-server-name", cluster.TlsServerName);
        }

        if (cluster.SkipTlsVerify)
        {
            json.WriteBoolean("insecure-skip-tls-verify", true);
        }

        var authority = !string.IsNullOrEmpty(cluster.CertificateAuthorityData) || string.IsNullOrEmpty(cluster.CertificateAuthority)
            ? cluster.CertificateAuthorityData
            : Convert.ToBase64String(File.ReadAllBytes(cluster.CertificateAuthority));
        if (!string.IsNullOrEmpty(authority))
        {
            json.WriteString("certificate-authority-data", authority);
        }

        json.WriteEndObject();
    }

    /// <summary>What went wrong with it, and what to do.</summary>
    public KubeConfigException Failed(string cause, Exception? inner = null)
    {
        var fix = string.IsNullOrWhiteSpace(exec.InstallHint) ? $"Run '{exec.Command}' by hand to see what it says." : exec.InstallHint.Trim();
        return new KubeConfigException($"{where}: {cause}. {fix}", inner);
    }

    private static string FirstLine(string text)
    {
        var line = text.Trim().Split('\n')[0].TrimEnd('\r', '.');
        return line.Length == 0 ? "" : $": {line}";
    }
}
