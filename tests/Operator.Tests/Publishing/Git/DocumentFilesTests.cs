using System.Text;
using Operator.Api;
using Operator.Publishing.Git;
using Operator.Testing.Git;

namespace Operator.Tests.Publishing.Git;

/// <summary>What lies beside a document: the files that the operator published and those of people.</summary>
public sealed class DocumentFilesTests : IDisposable
{
    private const string Readme = "postmortems/2025/production/p0-042/README.md";

    private readonly BareRepository _repository = new();
    private readonly GitRequest _request = Worker.Request();

    [Fact]
    public async Task Evidence_that_a_former_document_left_is_not_written_over()
    {
        await using var worker = new Worker(Options());
        var path = Assert.Single(await worker.PublishAsync(WithFiles("a", "x"))).Path;
        await worker.PublishAsync(GitRequest.Removal(new("production", "a"), path, "eu"));
        var other = WithFiles("a", "x", evidence: "poorer");

        var refused = Assert.Single(await worker.PublishAsync(other));

        Assert.Equal(Reasons.PathTaken, refused.Failure!.Reason);
        Assert.Contains("evidence.json.gz is what a former post-mortem left there", refused.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("evidence", _repository.Read(path.Replace("README.md", "evidence.json.gz", StringComparison.Ordinal)));
        Assert.Null(Assert.Single(await worker.PublishAsync(WithFiles("a", "y", evidence: "richer") with { HoldsArchive = true })).Failure);
    }

    [Fact]
    public async Task People_s_other_files_in_the_folder_stay()
    {
        _repository.Commit("Notes", ("postmortems/2025/production/p0-042/notes.md", "mine"));
        await using var worker = new Worker(Options());

        Assert.Null((await PublishAsync(worker, _request)).Failure);

        Assert.Equal("mine", _repository.Read("postmortems/2025/production/p0-042/notes.md"));
    }

    /// <summary>What is named as charts are is not the operator's for that.</summary>
    [Fact]
    public async Task People_s_own_pictures_stay_when_the_document_moves_or_gets_another_chart()
    {
        const string Folder = "postmortems/2025/production/p0-042/";
        await using var worker = new Worker(Options());
        var first = await PublishAsync(worker, WithFiles("p0-042", "x"));
        _repository.Commit("Pictures", (Folder + "sli-mine.svg", "mine"), (Folder + "sli-b.svg", "mine, too"));
        var request = WithFiles("p0-042", "y", revision: first.Revision);
        var refused = await PublishAsync(worker, new GitRequest(request.Key, request.Path, request.Document, request.Companions.Append(new("sli-b.svg", [1])).ToDictionary()) { PreviousRevision = first.Revision });
        Assert.Equal(Reasons.PathTaken, refused.Failure!.Reason);
        Assert.Contains("sli-b.svg exists already and has not been published by the operator", refused.Failure.Message, StringComparison.Ordinal);

        _repository.Commit("Move", ("postmortems/moved/README.md", _repository.Read(Readme)), (Readme, null));
        Assert.Null((await PublishAsync(worker, WithFiles("p0-042", "z", revision: first.Revision))).Failure);

        Assert.Equal(
            ["handbook.md", Folder + "sli-b.svg", Folder + "sli-mine.svg", "postmortems/moved/README.md", "postmortems/moved/evidence.json.gz", "postmortems/moved/sli-a.svg", "postmortems/moved/status.json"],
            _repository.Files.Order(StringComparer.Ordinal));
        Assert.Equal("mine, too", _repository.Read(Folder + "sli-b.svg"));
    }

    [Theory]
    [InlineData("status.json")]
    [InlineData("sli-a.svg")]
    [InlineData("evidence.json.gz")]
    public async Task A_file_of_people_where_they_move_a_document_to_is_not_written_over(string name)
    {
        var options = Options();
        options.PollInterval = TimeSpan.FromMilliseconds(100);
        await using var worker = new Worker(options);
        var first = await PublishAsync(worker, WithFiles("p0-042", "x"));
        _repository.Commit("Move", ("postmortems/mail/README.md", _repository.Read(Readme)), (Readme, null), ($"postmortems/mail/{name}", "mine"));

        var refused = await worker.UntilAsync(() => WithFiles("p0-042", "y", revision: first.Revision), d => d.Failure is not null || d.Path != Readme);

        Assert.Equal(Reasons.PathTaken, refused.Failure!.Reason);
        Assert.Contains($"postmortems/mail/{name} exists already and has not been published by the operator", refused.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("mine", _repository.Read($"postmortems/mail/{name}"));
        _repository.Commit("Rename", ($"postmortems/mail/{name}", null), ($"postmortems/mail/ours-{name}", "mine"));
        await worker.UntilAsync(() => WithFiles("p0-042", "y", revision: first.Revision), d => d.Failure is null);

        // Killed before the status tells where the document is now.
        Assert.Null((await PublishAsync(worker, WithFiles("p0-042", "z", revision: first.Revision))).Failure);
        Assert.Equal(["README.md", "evidence.json.gz", $"ours-{name}", "sli-a.svg", "status.json"], _repository.Files.Where(f => f.StartsWith("postmortems/mail/", StringComparison.Ordinal)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_removal_leaves_evidence_and_people_s_files()
    {
        var request = WithFiles("p0-042", "x");
        await using var worker = new Worker(Options());
        await PublishAsync(worker, request);
        _repository.Commit("Notes", ("postmortems/2025/production/p0-042/notes.md", "mine"), ("postmortems/2025/production/p0-042/sli-mine.svg", "mine"));

        Assert.Null((await PublishAsync(worker, GitRequest.Removal(_request.Key, Readme, "eu"))).Failure);

        Assert.Equal(["handbook.md", "postmortems/2025/production/p0-042/evidence.json.gz", "postmortems/2025/production/p0-042/notes.md", "postmortems/2025/production/p0-042/sli-mine.svg"], _repository.Files);
        Assert.Null((await PublishAsync(worker, Worker.Request(text: "It failed once more."))).Failure);
        Assert.Null((await PublishAsync(worker, GitRequest.Removal(_request.Key, Readme, "eu"))).Failure);
        Assert.Equal("Remove post-mortem production/p0-042", BareRepository.Git("-C", _repository.Path, "log", "-1", "--format=%s", "main").Trim());
    }

    [Theory]
    [InlineData("It failed.", "It failed, said Bob.")]
    [InlineData("- [ ] **AI-1:**", "- [x] **AI-1:**")]
    [InlineData("<!-- postmortem.dev/end summary -->\n", "<!-- postmortem.dev/end summary -->\n\nOur words.\n")]
    [InlineData("# Post-Mortem: p0-042", "# Our title")]
    public async Task A_removal_leaves_a_document_in_which_people_wrote(string text, string edit)
    {
        var request = new GitRequest(_request.Key, _request.Path, _request.Document, new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["status.json"] = [1], ["sli-a.svg"] = [2] });
        await using var worker = new Worker(Options());
        await PublishAsync(worker, request);
        _repository.Commit("Edit", (Readme, _repository.Read(Readme).Replace(text, edit, StringComparison.Ordinal)));

        Assert.Null((await PublishAsync(worker, GitRequest.Removal(_request.Key, Readme, "eu"))).Failure);

        Assert.Equal(["handbook.md", Readme, "postmortems/2025/production/p0-042/sli-a.svg"], _repository.Files);
        Assert.Contains(edit, _repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_leaves_what_is_not_the_resource_s()
    {
        await using var worker = new Worker(Options());
        await PublishAsync(worker, _request);

        Assert.NotNull((await PublishAsync(worker, GitRequest.Removal(new("production", "other"), Readme, "eu"))).Failure);

        Assert.True(_repository.Has(Readme));
    }

    /// <summary>An objective is taken out and put back, or has another name: its chart goes and comes.</summary>
    [Fact]
    public async Task A_chart_goes_with_its_objective_and_can_come_back()
    {
        const string Chart = "postmortems/2025/production/p0-042/sli-a.svg";
        await using var worker = new Worker(Options());
        var first = await PublishAsync(worker, WithFiles("p0-042", "x"));

        var second = await PublishAsync(worker, Worker.Request(text: "Without the objective.", revision: first.Revision));
        Assert.Null(second.Failure);
        Assert.False(_repository.Has(Chart));

        Assert.Null((await PublishAsync(worker, WithFiles("p0-042", "y", revision: second.Revision))).Failure);
        Assert.Equal("y", _repository.Read(Chart));
    }

    /// <summary>What people wrote still shows it.</summary>
    [Theory]
    [InlineData(Readme)]
    [InlineData("postmortems/2025/production/p0-042/notes.md")]
    public async Task A_chart_that_people_s_text_shows_stays_and_is_the_operator_s_all_the_same(string shownIn)
    {
        const string Chart = "postmortems/2025/production/p0-042/sli-a.svg";
        await using var worker = new Worker(Options());
        var first = await PublishAsync(worker, WithFiles("p0-042", "x"));
        _repository.Commit("Words", (shownIn, (_repository.Has(shownIn) ? _repository.Read(shownIn) : "") + "\nSee ![ours](sli-a.svg).\n"));

        var second = await PublishAsync(worker, Worker.Request(text: "Without the objective.", revision: first.Revision));
        Assert.Equal("x", _repository.Read(Chart));

        Assert.Null((await PublishAsync(worker, WithFiles("p0-042", "y", revision: second.Revision))).Failure);
        Assert.Equal("y", _repository.Read(Chart));
    }

    /// <summary>People deleted the document alone, and then its resource goes.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_removal_takes_along_what_lies_beside_a_document_that_people_deleted(bool hasNotes)
    {
        const string Folder = "postmortems/2025/production/p0-042/";
        await using var worker = new Worker(Options());
        await PublishAsync(worker, WithFiles("p0-042", "x"));
        (string, string?)[] changes = [(Readme, null), (Folder + "sli-mine.svg", "mine"), .. hasNotes ? new (string, string?)[] { (Folder + "notes.md", "See ![ours](sli-a.svg).") } : []];
        _repository.Commit("Not this one", changes);

        Assert.Null((await PublishAsync(worker, GitRequest.Removal(_request.Key, Readme, "eu"))).Failure);

        string[] left = hasNotes ? ["evidence.json.gz", "notes.md", "sli-a.svg", "sli-mine.svg", "status.json"] : ["evidence.json.gz", "sli-mine.svg"];
        Assert.Equal(["handbook.md", .. left.Select(f => Folder + f)], _repository.Files);
        var commits = _repository.Commits;
        Assert.Null((await PublishAsync(worker, GitRequest.Removal(_request.Key, Readme, "eu"))).Failure);
        Assert.Equal(commits, _repository.Commits);
    }

    [Fact]
    public async Task A_removal_leaves_what_lies_in_a_folder_whose_document_was_another_s()
    {
        await using var worker = new Worker(Options());
        await PublishAsync(worker, WithFiles("p0-042", "x"));
        _repository.Commit("Not this one", (Readme, null));

        await PublishAsync(worker, GitRequest.Removal(new("production", "other"), Readme, "eu"));

        Assert.True(_repository.Has("postmortems/2025/production/p0-042/status.json"));
        Assert.True(_repository.Has("postmortems/2025/production/p0-042/sli-a.svg"));
    }

    [Fact]
    public async Task Of_a_document_that_is_too_large_to_be_read_that_is_said()
    {
        await using var worker = new Worker(Options());
        var first = await PublishAsync(worker, _request);
        _repository.Commit("A picture", (Readme, _repository.Read(Readme) + new string('x', 9 << 20)));

        var refused = await PublishAsync(worker, Worker.Request(text: "More.", revision: first.Revision));

        Assert.Equal(Reasons.PathTaken, refused.Failure!.Reason);
        Assert.Contains($"{Readme} is larger than 8 MiB, which is more than the operator reads", refused.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("first comment", refused.Failure.Message, StringComparison.Ordinal);
        var removal = await PublishAsync(worker, GitRequest.Removal(_request.Key, Readme, "eu"));
        Assert.Contains("is larger than 8 MiB", removal.Failure!.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();

    private static async Task<GitDelivery> PublishAsync(Worker worker, GitRequest request) => Assert.Single(await worker.PublishAsync(request));

    private static GitRequest WithFiles(string name, string chart, string evidence = "evidence", string? revision = null)
    {
        var request = Worker.Request(name, text: $"{chart} ![The indicator](sli-a.svg)");
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            ["status.json"] = Encoding.UTF8.GetBytes(chart),
            ["sli-a.svg"] = Encoding.UTF8.GetBytes(chart),
            ["evidence.json.gz"] = Encoding.UTF8.GetBytes(evidence),
        };
        return new GitRequest(request.Key, request.Path, request.Document, files) { PreviousRevision = revision };
    }

    private GitRepositoryOptions Options() => Worker.Options(_repository.Path);
}
