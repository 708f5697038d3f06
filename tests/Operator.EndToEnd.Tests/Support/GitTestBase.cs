using System.Text;
using System.Text.Json.Nodes;
using Operator.Publishing.Git;
using Operator.Runtime;
using Operator.Testing.Git;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>A repository on disk, and operators that publish to it.</summary>
public abstract class GitTestBase : IDisposable
{
    protected const string Output = "\"outputs\":{\"git\":{\"repository\":\"handbook\"}}";
    protected const string Readme = "postmortems/2025/default/pm/README.md";

    protected BareRepository Repository { get; } = new();

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>An API server of now.</summary>
    /// <param name="withPrometheus">Whether there is a Prometheus.</param>
    /// <param name="isOlder">Whether what is created there is some seconds older, as what another cluster creates: the API server counts whole seconds.</param>
    protected static Task<World> CreateAsync(bool withPrometheus = true, bool isOlder = false) =>
        World.CreateAsync(withPrometheus, withOperator: false, start: TimeProvider.System.GetUtcNow().AddSeconds(isOlder ? -2 : 0));

    /// <summary>Starts an operator that knows the repository as handbook.</summary>
    /// <param name="world">Where.</param>
    /// <param name="settings">More of its configuration, as variables without their prefix.</param>
    protected OperatorProcess Start(World world, params (string Name, string Value)[] settings) => world.StartOperatorProcess(environment: Configuration(settings));

    /// <summary>The configuration of an operator that knows the repository as handbook, as variables.</summary>
    protected Dictionary<string, string> Configuration(params (string Name, string Value)[] settings)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["POSTMORTEM__CLUSTERNAME"] = "eu",
            ["POSTMORTEM__GIT__DIRECTORY"] = Path.Combine(Repository.Folder, "copies"),
            ["POSTMORTEM__GIT__REPOSITORIES__0__NAME"] = "handbook",
            ["POSTMORTEM__GIT__REPOSITORIES__0__URL"] = Repository.Path,
            ["POSTMORTEM__GIT__REPOSITORIES__0__POLLINTERVAL"] = "1s",
            ["POSTMORTEM__GIT__REPOSITORIES__1__NAME"] = "closed",
            ["POSTMORTEM__GIT__REPOSITORIES__1__URL"] = Repository.Path,
            ["POSTMORTEM__GIT__REPOSITORIES__1__BRANCH"] = "closed",
            ["POSTMORTEM__GIT__REPOSITORIES__1__ALLOWEDNAMESPACES__0"] = "team-*",
        };
        foreach (var (name, value) in settings)
        {
            environment["POSTMORTEM__" + name] = value;
        }

        return environment;
    }

    /// <summary>Makes a Secret in the operator's namespace, or changes it.</summary>
    protected static Task ApplySecretAsync(World world, string name, params (string Key, string Value)[] data)
    {
        var values = data.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)Convert.ToBase64String(Encoding.UTF8.GetBytes(d.Value))));
        var secret = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Secret", ["metadata"] = new JsonObject { ["name"] = name }, ["data"] = new JsonObject(values) };
        return world.Client.ApplyAsync(SecretObject.Type, new ObjectKey("default", name), Encoding.UTF8.GetBytes(secret.ToJsonString()), "test", force: true, null, CancellationToken.None);
    }

    /// <summary>Has a hook hold each push until <see cref="Go"/>; the pushes of <see cref="BareRepository"/> pass.</summary>
    /// <param name="hook">pre-receive: nothing has arrived; post-receive: all has.</param>
    /// <returns>Whether a push is held.</returns>
    protected Func<bool> HoldPushes(string hook)
    {
        var reached = Path.Combine(Repository.Folder, "reached");
        File.Delete(GoFile);
        File.Delete(reached);
        Repository.Hook(hook, $"touch {reached}; n=0; while [ ! -e {GoFile} ] && [ $n -lt 1000 ]; do sleep 0.05; n=$((n+1)); done");
        return () => File.Exists(reached);
    }

    /// <summary>Lets the pushes pass.</summary>
    protected void Go() => File.WriteAllText(GoFile, "");

    /// <summary>Changes a published file as a person does.</summary>
    protected void Edit(string message, string before, string after, string path = Readme)
    {
        var text = Repository.Read(path);
        Assert.Contains(before, text, StringComparison.Ordinal);
        Repository.Commit(message, (path, text.Replace(before, after, StringComparison.Ordinal)));
    }

    protected virtual void Dispose(bool isDisposing) => Repository.Dispose();

    private string GoFile => Path.Combine(Repository.Folder, "go");
}
