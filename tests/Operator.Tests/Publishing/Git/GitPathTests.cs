using Operator.Api;
using Operator.Publishing.Git;
using Operator.Testing.Git;

namespace Operator.Tests.Publishing.Git;

/// <summary>Paths that lead elsewhere are refused, and what is there already is left as it is.</summary>
public sealed class GitPathTests : IDisposable
{
    private readonly BareRepository _repository = new();

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a/README.md")]
    [InlineData("a/../../b/README.md")]
    [InlineData("a/./README.md")]
    [InlineData(".git/hooks/README.md")]
    [InlineData("a/.GIT/README.md")]
    [InlineData("a/git~1/README.md")]
    [InlineData(".github/workflows/README.md")]
    [InlineData("a/.GitHub/workflows/README.md")]
    [InlineData(".gitattributes")]
    [InlineData("a/.gitmodules/README.md")]
    [InlineData(".gitlab/README.md")]
    [InlineData("--upload-pack=touch x/README.md")]
    [InlineData("-rf/README.md")]
    [InlineData("a\\b/README.md")]
    [InlineData("a:b/README.md")]
    [InlineData("a\nb/README.md")]
    [InlineData("a\u200bb/README.md")]
    [InlineData("a\u202eb/README.md")]
    [InlineData("\uff0e\uff0e/README.md")]
    [InlineData("prоduction/README.md")]
    [InlineData("ﬁle/README.md")]
    [InlineData("a./README.md")]
    [InlineData(" a/README.md")]
    public void A_path_that_leads_elsewhere_or_looks_like_another_is_refused(string path) => Assert.NotNull(GitPath.Problem(path));

    [Theory]
    [InlineData("2025/production/p0-042/README.md")]
    [InlineData("a.b/_c/README.md")]
    [InlineData("Störungen/2025/README.md")]
    [InlineData("инциденты/README.md")]
    [InlineData("障害/README.md")]
    public void Other_paths_are_fine(string path) => Assert.Null(GitPath.Problem(path));

    [Fact]
    public void Long_names_are_refused()
    {
        Assert.NotNull(GitPath.Problem(new string('a', 1000) + "/README.md"));
        Assert.NotNull(GitPath.Problem(string.Join('/', Enumerable.Repeat(new string('a', 150), 7))));
        Assert.Null(GitPath.Problem(new string('a', 200) + "/README.md"));
    }

    [Theory]
    [InlineData("Email outage / 2", "Email-outage---2")]
    [InlineData("../../x", "x")]
    [InlineData("P0-042", "P0-042")]
    [InlineData("-rf", "rf")]
    [InlineData("рro", "ro")]
    public void What_people_write_becomes_a_segment(string text, string segment) => Assert.Equal(segment, GitPath.Segment(text));

    [Fact]
    public async Task A_file_without_our_marker_is_never_touched()
    {
        _repository.Commit("Mine", ("postmortems/2025/production/p0-042/README.md", "# My own\n"));

        var delivery = await PublishAsync(Worker.Request());

        Assert.Equal((Reasons.PathTaken, true), (delivery.Failure!.Reason, delivery.Failure.IsTerminal));
        Assert.Equal("# My own\n", _repository.Read("postmortems/2025/production/p0-042/README.md"));
        Assert.Equal(2, _repository.Commits);
    }

    [Fact]
    public async Task Neither_is_a_file_in_the_place_of_what_goes_beside_it()
    {
        _repository.Commit("Mine", ("postmortems/2025/production/p0-042/status.json", "{}\n"));

        Assert.Equal(Reasons.PathTaken, (await PublishAsync(Worker.Request())).Failure!.Reason);
        Assert.Equal(2, _repository.Commits);
    }

    [Theory]
    [InlineData("eu", "p0-043")]
    [InlineData("us", "p0-042")]
    public async Task A_second_claimant_of_a_path_is_refused(string cluster, string name)
    {
        const string Path = "postmortems/shared/README.md";
        Assert.Null((await PublishAsync(Worker.Request(path: Path))).Failure);

        var second = await PublishAsync(Worker.Request(name, path: Path, cluster: cluster));

        Assert.Equal(Reasons.PathTaken, second.Failure!.Reason);
        Assert.Contains("is the document of production/p0-042 of cluster eu", second.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, _repository.Commits);
    }

    [Fact]
    public async Task Of_two_claimants_in_one_batch_one_is_refused()
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));

        var deliveries = await worker.PublishAsync(Worker.Request("a", path: "postmortems/x/README.md"), Worker.Request("b", path: "postmortems/x/README.md"));

        Assert.Equal(Reasons.PathTaken, Assert.Single(deliveries, d => d.Failure is not null).Failure!.Reason);
        Assert.Equal(2, _repository.Commits);
    }

    [Theory]
    [InlineData("postmortems", "120000", "/etc")]
    [InlineData("postmortems/2025", "120000", "../elsewhere")]
    [InlineData("postmortems/2025/production/p0-042/README.md", "120000", "/etc/passwd")]
    [InlineData("postmortems/2025/production/p0-042/status.json", "120000", "/etc/passwd")]
    [InlineData("postmortems/2025", "160000", "3e53b21c77d3a8cc1d2c5d2ff5c0a0a3e1b27a5b")]
    public async Task A_symbolic_link_or_a_submodule_on_the_way_is_refused(string path, string mode, string content)
    {
        _repository.CommitEntry(path, mode, content);

        var delivery = await PublishAsync(Worker.Request(revision: new string('a', 40)));

        Assert.Equal((Reasons.PathUnsafe, true), (delivery.Failure!.Reason, delivery.Failure.IsTerminal));
        Assert.Equal(2, _repository.Commits);
    }

    [Fact]
    public async Task A_file_in_the_place_of_a_folder_and_a_folder_in_that_of_a_file_are_left()
    {
        _repository.Commit("Mine", ("postmortems/2025", "a file"), ("postmortems/x/README.md/file", "in a folder"));

        Assert.Equal(Reasons.PathTaken, (await PublishAsync(Worker.Request())).Failure!.Reason);
        Assert.Equal(Reasons.PathTaken, (await PublishAsync(Worker.Request(path: "postmortems/x/README.md"))).Failure!.Reason);
    }

    [Fact]
    public async Task A_folder_that_differs_in_case_alone_is_refused()
    {
        _repository.Commit("Mine", ("postmortems/2025/Production/notes.md", "mine"));

        Assert.Equal(Reasons.PathUnsafe, (await PublishAsync(Worker.Request())).Failure!.Reason);
    }

    /// <summary>The letters of the folder are Cyrillic or Greek, or it is the same in another form of Unicode: people and file systems would take one for the other.</summary>
    [Theory]
    [InlineData("postmortems/2025/pr\u043eduction/notes.md", "postmortems/2025/production/p0-042/README.md")]
    [InlineData("postmortems/2025/\u0420R\u039fDUCTI\u041eN/notes.md", "postmortems/2025/production/p0-042/README.md")]
    [InlineData("postmortems/2025/production/\u04400-042/notes.md", "postmortems/2025/production/p0-042/README.md")]
    [InlineData("postmortems/\u0412\u044b\u043f\u0443\u0441\u043a/notes.md", "postmortems/\u0432\u044b\u043f\u0443\u0441\u043a/p0-042/README.md")]
    [InlineData("postmortems/Sto\u0308rungen/notes.md", "postmortems/St\u00f6rungen/p0-042/README.md")]
    public async Task A_folder_that_looks_like_one_of_another_name_is_refused(string existing, string path)
    {
        _repository.Commit("Mine", (existing, "mine"));

        var delivery = await PublishAsync(Worker.Request(path: path));

        Assert.Equal((Reasons.PathUnsafe, true), (delivery.Failure!.Reason, delivery.Failure.IsTerminal));
        Assert.Equal(2, _repository.Commits);
    }

    /// <summary>Other letters are no look-alikes.</summary>
    [Theory]
    [InlineData("postmortems/2025/productiom/notes.md", "postmortems/2025/production/p0-042/README.md")]
    [InlineData("postmortems/Storungen/notes.md", "postmortems/St\u00f6rungen/p0-042/README.md")]
    [InlineData("postmortems/\u0438\u043d\u0446\u0438\u0434\u0435\u043d\u0442\u044b/notes.md", "postmortems/incidents/p0-042/README.md")]
    public async Task A_folder_that_people_can_tell_apart_is_not(string existing, string path)
    {
        _repository.Commit("Mine", (existing, "mine"));

        Assert.Null((await PublishAsync(Worker.Request(path: path))).Failure);
    }

    public void Dispose() => _repository.Dispose();

    private async Task<GitDelivery> PublishAsync(GitRequest request)
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));
        return Assert.Single(await worker.PublishAsync(request));
    }
}
