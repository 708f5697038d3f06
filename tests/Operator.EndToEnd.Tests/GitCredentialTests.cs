using System.Text;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;

namespace Operator.EndToEnd.Tests;

/// <summary>Credentials from a Secret, over https with a certificate authority of its own: wrong, rotated, and shown by nobody.</summary>
public class GitCredentialTests : GitTestBase
{
    private const string Wrong = "wr0ng-p4ssw0rd/+";
    private const string Right = "r1ght-p4ssw0rd/+";

    [Fact]
    public async Task A_wrong_password_is_told_a_rotated_one_works_and_neither_is_shown()
    {
        await using var server = await HttpsServer.StartAsync(Repository, HttpsServer.Basic("bot", Right));
        await using var world = await CreateWithSecretAsync();
        await ApplyAsync(world, server, ("username", "bot"), ("password", Wrong));
        await using var process = Start(world, Settings(server));
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));

        var refused = await world.UntilAsync("pm", p => p.Reason(ConditionTypes.Published) == Reasons.GitUnauthorized, "is refused");
        Assert.False(refused.Is(ConditionTypes.Published));
        Assert.Contains(HttpsServer.Basic("bot", Wrong), server.Backend.Refused);
        Assert.Equal(["handbook.md"], Repository.Files);

        // The server's own words hold the right one, in every spelling that a hook can think of.
        var pair = HttpsServer.Basic("bot", Right)["Basic ".Length..];
        Repository.Hook("pre-receive", $"echo 'sent {Right} as {pair} for https://bot:{Uri.EscapeDataString(Right)}@example.com/ and {Base64(Right)}' >&2; exit 1");
        await ApplyAsync(world, server, ("username", "bot"), ("password", Right));
        var declined = await world.UntilAsync("pm", p => p.Reason(ConditionTypes.Published) == Reasons.PushRefused, "is declined");
        Assert.Contains("sent *** as *** for https://***@example.com/ and ***", declined.Message(ConditionTypes.Published), StringComparison.Ordinal);

        Repository.Hook("pre-receive", "exit 0");
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output), annotations: $"{{\"{PostMortemAnnotations.ReconcileAt}\":\"now\"}}");
        await world.UntilReadyAsync("pm");
        Assert.True(Repository.Has(Readme));
        Assert.Equal("handbook", Assert.Single(world.Server.Requests.Recent.Where(r => r is { Resource: "secrets", Verb: "get", Agent: World.Operator }).Select(r => r.Name).Distinct(StringComparer.Ordinal)));
        var told = process.WholeLog + await Kubectl.RunAsync(world, "get", "pm,events,configmaps", "-A", "-o", "json") + await Kubectl.RunAsync(world, "get", "events.events.k8s.io", "-A", "-o", "json")
            + string.Concat(Repository.Files.Select(f => Repository.Read(f))) + BareRepository.Git("-C", Repository.Path, "log", "--format=raw", "main");
        Assert.Contains(Reasons.GitUnauthorized, told, StringComparison.Ordinal);
        foreach (var secret in new[] { Wrong, Right })
        {
            Assert.All(
                new[] { secret, Base64(secret), Uri.EscapeDataString(secret), HttpsServer.Basic("bot", secret)["Basic ".Length..] },
                spelling => Assert.DoesNotContain(spelling.TrimEnd('='), told, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_bearer_token_from_a_Secret_is_sent_as_one()
    {
        await using var server = await HttpsServer.StartAsync(Repository, "Bearer t0k3n-of-the-bot");
        await using var world = await CreateWithSecretAsync();
        await ApplyAsync(world, server, ("bearerToken", "t0k3n-of-the-bot\n"));
        await using var process = Start(world, Settings(server));
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));

        await world.UntilReadyAsync("pm");

        Assert.True(Repository.Has(Readme));
        Assert.DoesNotContain(server.Backend.Refused, r => r != "none");
        Assert.DoesNotContain("t0k3n", process.WholeLog, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<World> CreateWithSecretAsync()
    {
        var world = await CreateAsync();
        await world.GrantAsync("secrets get");
        return world;
    }

    private static async Task ApplyAsync(World world, HttpsServer server, params (string Key, string Value)[] data) =>
        await ApplySecretAsync(world, "handbook", [.. data, ("ca.crt", await File.ReadAllTextAsync(server.CaFile))]);

    private static (string Name, string Value)[] Settings(HttpsServer server) =>
        [("GIT__REPOSITORIES__0__URL", server.Url), ("GIT__REPOSITORIES__0__AUTH__SECRETNAME", "handbook")];
}
