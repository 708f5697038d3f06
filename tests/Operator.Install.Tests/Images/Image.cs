using System.Globalization;
using System.Text.Json.Nodes;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Images;

/// <summary>
/// The image, built from the Dockerfile with buildah and a base of Debian's packages, around the program that ships. That takes minutes,
/// most of them for the base, so it is built only where <c>IMAGE_TESTS</c> is 1.
/// </summary>
public sealed class Image : IAsyncLifetime
{
    private const string Tag = "localhost/postmortem-operator:test";

    // As in a pod: a read-only file system but for /tmp, processes of its own, another user, and the environment of the image alone.
    private const string Enter = """
        root=$1 files=$2 user=$3; shift 3
        mkdir -p "$root/dev" "$root/proc"
        mount --bind "$root" "$root"
        mount -o remount,bind,ro "$root"
        mount -t tmpfs tmpfs "$root/tmp"
        mount --bind /dev "$root/dev"
        mount -t proc proc "$root/proc"
        cp -a "$files/." "$root/tmp/"
        chmod -R a+rwX "$root/tmp"
        exec env -i "$(command -v chroot || echo /usr/sbin/chroot)" --userspec="$user:0" --groups= "$root" "$@"
        """;

    private static readonly Dictionary<string, string?> Buildah = new(StringComparer.Ordinal) { ["STORAGE_DRIVER"] = "vfs", ["BUILDAH_ISOLATION"] = "chroot" };

    private string? _container;

    /// <summary>Why there is none; null if there is one.</summary>
    public string? Missing { get; private set; }

    /// <summary>Its root file system.</summary>
    public string Root { get; private set; } = "";

    /// <summary>What a container engine reads of it.</summary>
    public JsonNode Config { get; private set; } = new JsonObject();

    public async ValueTask InitializeAsync()
    {
        Missing = await WhyNotAsync();
        if (Missing is not null)
        {
            return;
        }

        var program = Path.GetDirectoryName(System.Environment.GetEnvironmentVariable("OPERATOR_PROGRAM"))!;
        (await RunAsync("eng/image/build.sh", "--standins", "--program", program, "--tag", Tag)).OutputOrFail();
        _container = (await RunAsync("buildah", "from", "--pull-never", Tag)).OutputOrFail().Trim();
        Root = (await RunAsync("buildah", "mount", _container)).OutputOrFail().Trim();
        Config = JsonNode.Parse((await RunAsync("buildah", "inspect", "--type", "image", Tag)).OutputOrFail())!["OCIv1"]!["config"]!;
    }

    /// <summary>Runs a program of the image to its end.</summary>
    /// <param name="user">The user's number.</param>
    /// <param name="files">A folder whose files lie in its /tmp.</param>
    /// <param name="command">The program and its arguments.</param>
    public Task<CommandResult> RunAsync(int user, string files, params string[] command) => Command.RunAsync("unshare", Arguments(user, files, command));

    /// <summary>The arguments of <c>unshare</c> that start a program of the image.</summary>
    public IEnumerable<string> Arguments(int user, string files, params string[] command) =>
    [
        "--mount", "--pid", "--fork", "--kill-child", "bash", "-euc", Enter.Replace("env -i", $"env -i {Environment()}", StringComparison.Ordinal), "inside",
        Root, files, user.ToString(CultureInfo.InvariantCulture), .. command,
    ];

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await RunAsync("buildah", "rm", _container);
        }
    }

    private string Environment() => string.Join(' ', Config["Env"]!.AsArray().Select(e => $"'{e}'"));

    private static async Task<string?> WhyNotAsync()
    {
        if (System.Environment.GetEnvironmentVariable("IMAGE_TESTS") != "1")
        {
            return "IMAGE_TESTS is not 1: building an image takes minutes";
        }

        if (string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("OPERATOR_PROGRAM")))
        {
            return "OPERATOR_PROGRAM does not name the published program; test.sh publishes it";
        }

        foreach (var tool in new[] { "buildah", "debootstrap", "unshare" })
        {
            if ((await Command.RunAsync("sh", ["-c", $"command -v {tool}"])).ExitCode != 0)
            {
                return $"{tool} is not installed";
            }
        }

        var mounts = await Command.RunAsync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
        return mounts.ExitCode == 0 ? null : $"buildah and a container need the right to mount: {mounts.Error.Trim()}";
    }

    private static Task<CommandResult> RunAsync(string program, params string[] arguments) =>
        Command.RunAsync(program.Contains('/', StringComparison.Ordinal) ? Path.Combine(RepositoryFiles.Root, program) : program, arguments, Buildah);
}
