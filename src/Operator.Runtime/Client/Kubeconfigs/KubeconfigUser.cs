using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Operator.Runtime.Client.Kubeconfigs;

/// <summary>Looks at a kubeconfig's user before KubernetesClient does, whose refusals name no file, and not all of which are typed.</summary>
internal static class KubeconfigUser
{
    /// <summary>Resolves the paths of a user.</summary>
    /// <exception cref="KubeConfigException">It has no credentials that are understood.</exception>
    public static void Prepare(KubeconfigFile file, User user)
    {
        var where = Where(file, user);
        if (user.UserCredentials is not { } credentials)
        {
            throw NoCredentials(where);
        }

        if (IsSet(credentials.Impersonate))
        {
            // Ignored, it would give the operator what its user may do, not what was meant.
            throw new KubeConfigException($"{where}.as: impersonation is not understood; use credentials of '{credentials.Impersonate}' itself.");
        }

        credentials.ClientCertificate = file.Resolve(credentials.ClientCertificate);
        credentials.ClientKey = file.Resolve(credentials.ClientKey);
        CheckBase64($"{where}.client-certificate-data", credentials.ClientCertificateData);
        CheckBase64($"{where}.client-key-data", credentials.ClientKeyData);
        if (credentials.ExternalExecution is { Command: { } command } exec && command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            exec.Command = file.Resolve(command);
        }

        if (!HasCredentials(credentials))
        {
            throw credentials.AuthProvider is { } provider
                ? new KubeConfigException(
                    $"{where}.auth-provider: '{provider.Name}' is not understood; use the credential plugin of your cluster ('exec'), a token or a client certificate.")
                : NoCredentials(where);
        }
    }

    /// <summary>Runs the user's credential plugin, if it has one, and puts what it gives in its place.</summary>
    /// <exception cref="KubeConfigException">The plugin failed.</exception>
    public static KubernetesClientConfiguration Build(K8SConfiguration configuration, KubeconfigFile file, User user, ClusterEndpoint cluster)
    {
        if (user.UserCredentials.ExternalExecution is not { } exec)
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(configuration);
        }

        var plugin = new ExecPlugin(exec, $"{Where(file, user)}.exec", cluster);

        // Once, before anything else of the process runs; there is nothing to go on with meanwhile.
        var credential = plugin.RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        configuration.Users = [new User { Name = user.Name, UserCredentials = With(credential, user.UserCredentials) }];
        var built = KubernetesClientConfiguration.BuildConfigFromConfigObject(configuration);
        if (credential.Token is not null)
        {
            built.TokenProvider = new ExecTokenProvider(plugin, credential, TimeProvider.System);
        }

        return built;
    }

    // What the plugin does not give stays as the kubeconfig has it.
    private static UserCredentials With(ExecCredential credential, UserCredentials written)
    {
        var certificate = Base64(credential.Certificate);
        return new UserCredentials
        {
            Token = credential.Token ?? written.Token,
            UserName = written.UserName,
            Password = written.Password,
            ClientCertificate = certificate is null ? written.ClientCertificate : null,
            ClientKey = certificate is null ? written.ClientKey : null,
            ClientCertificateData = certificate ?? written.ClientCertificateData,
            ClientKeyData = certificate is null ? written.ClientKeyData : Base64(credential.Key),
        };
    }

    private static string? Base64(string? pem) => pem is null ? null : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pem));

    private static string Where(KubeconfigFile file, User user) => $"{file.Path}: users[name={user.Name}].user";

    private static KubeConfigException NoCredentials(string where) => new(
        $"{where} has no credentials; give it a token, client-certificate with client-key, username with password, or exec. tokenFile is not read.");

    private static bool HasCredentials(UserCredentials user) =>
        user.ExternalExecution is not null
        || IsSet(user.Token)
        || (IsSet(user.UserName) && IsSet(user.Password))
        || (IsSet(user.ClientCertificateData) && IsSet(user.ClientKeyData))
        || (IsSet(user.ClientCertificate) && IsSet(user.ClientKey));

    private static bool IsSet(string? value) => !string.IsNullOrWhiteSpace(value);

    private static void CheckBase64(string field, string? value)
    {
        try
        {
            Convert.FromBase64String(value ?? "");
        }
        catch (FormatException e)
        {
            throw new KubeConfigException($"{field} is not base64: {e.Message} Give it PEM in base64.", e);
        }
    }
}
