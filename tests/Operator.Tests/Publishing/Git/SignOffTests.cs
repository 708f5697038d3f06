using System.Text.Json;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Testing.Git;
using Operator.Tests.Rendering;
using Operator.Tests.Validation;

namespace Operator.Tests.Publishing.Git;

/// <summary>A box of the sign-off that is ticked in a commit which is signed, or not, or not as it should be.</summary>
public sealed class SignOffTests : IDisposable
{
    private const string Readme = "postmortems/2025/production/p0-042/README.md";
    private const string Ann = "Ann <ann@example.com>";

    private readonly BareRepository _repository = new();
    private readonly string _annsKey;
    private readonly string _bobsKey;
    private readonly string _strangersKey;

    public SignOffTests() => (_annsKey, _bobsKey, _strangersKey) = (Key("ann"), Key("bob"), Key("stranger"));

    /// <summary>The box is found again however the name must be written as Markdown.</summary>
    [Theory]
    [InlineData("Tech Lead")]
    [InlineData("Ann @ann")]
    [InlineData("@acme/sre-leads")]
    [InlineData("#1 Reviewer")]
    [InlineData("Team #2 (DBA)")]
    [InlineData("a_b*c")]
    [InlineData("[x] Done")]
    [InlineData("<b>Bold</b>")]
    [InlineData("`code` ~x~ | y")]
    [InlineData("ann@example.com")]
    [InlineData("https://example.com/ann")]
    [InlineData("Dev \\ Ops")]
    [InlineData("Jörg, approved")]
    [InlineData("R&D — \"Q\" 'x' &amp; y")]
    [InlineData("**AI-1:** Lead")]
    public void The_box_of_a_reviewer_of_any_name_is_found(string name)
    {
        var reviewers = $$$"""review: {"reviewers": [{"name": {{{JsonSerializer.Serialize(name)}}}}, {"name": "Somebody else", "scope": "all of it"}]}""";
        var resource = Assert.Single(Judging.Judge(Judging.Resource(reviewers)).Resources);
        var document = FencedDocument.Of(new DocumentOwner("eu", "default", "pm"), Rendered.Document(resource, null).Blocks, [name, "Somebody else"]);

        var boxes = document.Blocks.SelectMany(b => Boxes.Find(b.Markdown.Split('\n'))).Select(document.Subject);

        Assert.Equal([FencedDocument.ReviewerKey(name), FencedDocument.ReviewerKey("Somebody else")], boxes);
    }

    [Fact]
    public async Task A_signed_commit_of_one_author_proves_who_ticked() =>
        Assert.Equal(("ann@example.com", Ann), await TickAsync(Ann, _annsKey));

    [Fact]
    public async Task An_author_s_address_may_differ_in_case() =>
        Assert.Equal("Ann@Example.com", (await TickAsync("Ann <Ann@Example.com>", _annsKey)).Email);

    [Fact]
    public async Task A_commit_that_is_not_signed_proves_nothing() => Assert.Equal((null, Ann), await TickAsync(Ann, null));

    [Fact]
    public async Task A_commit_signed_by_somebody_else_proves_nothing() => Assert.Equal((null, Ann), await TickAsync(Ann, _bobsKey));

    [Fact]
    public async Task A_commit_signed_with_an_unknown_key_proves_nothing() => Assert.Equal((null, Ann), await TickAsync(Ann, _strangersKey));

    [Fact]
    public async Task A_commit_that_names_a_second_author_proves_nothing() =>
        Assert.Equal((null, Ann), await TickAsync(Ann, _annsKey, "Approve\n\nCo-authored-by: Bob <bob@example.com>"));

    [Fact]
    public async Task A_commit_that_was_signed_before_it_was_changed_proves_nothing()
    {
        await using var worker = new Worker(Options());
        await PublishAsync(worker, "It failed.");
        var signed = Commit(Ann, _annsKey, "Approve");
        var forged = BareRepository.Git("-C", _repository.Path, "cat-file", "commit", signed).Replace("Approve", "I approve", StringComparison.Ordinal);
        var file = Path.Combine(_repository.Folder, "forged");
        File.WriteAllText(file, forged);
        BareRepository.Git("-C", _repository.Path, "update-ref", "refs/heads/main", BareRepository.Git("-C", _repository.Path, "hash-object", "-t", "commit", "-w", file).Trim());

        Assert.Null(Assert.Single((await PublishAsync(worker, "It failed again.")).Boxes).VerifiedEmail);
    }

    [Fact]
    public async Task A_merge_that_brings_an_approval_back_proves_nothing()
    {
        await using var worker = new Worker(Options());
        await PublishAsync(worker, "It failed.");
        var approved = Commit(Ann, _annsKey, "Approve");
        var withdrawn = _repository.Commit("Withdraw", (Readme, _repository.Read(Readme).Replace("- [x] Tech Lead", "- [ ] Tech Lead", StringComparison.Ordinal)));
        var tree = BareRepository.Git("-C", _repository.Path, "rev-parse", $"{approved}^{{tree}}").Trim();
        var merge = BareRepository.Git("-C", _repository.Path, "-c", "user.name=M", "-c", "user.email=m@example.com", "commit-tree", tree, "-p", withdrawn, "-p", approved, "-m", "Merge").Trim();
        BareRepository.Git("-C", _repository.Path, "update-ref", "refs/heads/main", merge);

        var box = Assert.Single((await PublishAsync(worker, "It failed again.")).Boxes);

        Assert.Equal((null, null), (box.VerifiedEmail, box.By));
    }

    [Fact]
    public async Task A_box_of_people_s_own_with_the_reviewer_s_name_is_no_sign_off()
    {
        await using var worker = new Worker(Options());
        await PublishAsync(worker, "It failed.");
        _repository.Commit("Words", (Readme, _repository.Read(Readme).Replace("<!-- postmortem.dev/begin summary", "- [ ] Tech Lead\n\n<!-- postmortem.dev/begin summary", StringComparison.Ordinal)));
        Commit(Ann, _annsKey, "Read it", "- [ ] Tech Lead\n\n<!--", "- [x] Tech Lead\n\n<!--");
        _repository.CommitBy("Mallory <mallory@example.com>", 1765700500, "Approve", (Readme, _repository.Read(Readme).Replace("- [ ] Tech Lead (", "- [x] Tech Lead (", StringComparison.Ordinal)));

        var box = Assert.Single((await PublishAsync(worker, "It failed again.")).Boxes);

        Assert.Equal((null, "Mallory <mallory@example.com>"), (box.VerifiedEmail, box.By));
    }

    /// <summary>Ann approved the document that was at the path before.</summary>
    [Fact]
    public async Task An_approval_of_one_document_is_none_of_another_that_is_moved_to_its_path()
    {
        const string Other = "postmortems/2025/production/p0-043/README.md";
        await using var worker = new Worker(Options());
        await PublishAsync(worker, "It failed.");
        var approved = Commit(Ann, _annsKey, "Approve");
        await PublishAsync(worker, "It failed, too.", "p0-043");
        _repository.CommitBy(
            "Mallory <mallory@example.com>",
            1765700500,
            "Move",
            ("postmortems/2025/production/p0-042/old.md", _repository.Read(Readme)),
            (Other, null),
            (Readme, _repository.Read(Other).Replace("- [ ] Tech Lead (", "- [x] Tech Lead (", StringComparison.Ordinal)));

        var box = Assert.Single((await PublishAsync(worker, "It failed again.", "p0-043")).Boxes);

        Assert.True(box.IsTicked);
        Assert.NotEqual(approved, box.Commit);
        Assert.Equal((null, null), (box.VerifiedEmail, box.By));
    }

    [Fact]
    public async Task A_commit_of_an_impossible_time_is_read()
    {
        await using var worker = new Worker(Options());
        await PublishAsync(worker, "It failed.");
        _repository.CommitBy(Ann, 253_402_300_800, "Approve", (Readme, _repository.Read(Readme).Replace("- [ ] Tech Lead (", "- [x] Tech Lead (", StringComparison.Ordinal)));

        Assert.Equal(Ann, Assert.Single((await PublishAsync(worker, "It failed again.")).Boxes).By);
    }

    [Fact]
    public async Task Without_known_signers_no_signature_proves_anything() => Assert.Equal((null, Ann), await TickAsync(Ann, _annsKey, signers: false));

    public void Dispose() => _repository.Dispose();

    private async Task<(string? Email, string? By)> TickAsync(string author, string? key, string message = "Approve", bool signers = true)
    {
        var options = Options();
        options.AllowedSigners = signers ? options.AllowedSigners : [];
        await using var worker = new Worker(options);
        await PublishAsync(worker, "It failed.");
        Commit(author, key, message);
        _repository.Commit("Something else", (Readme, _repository.Read(Readme) + "\nOur own words.\n"));

        var box = Assert.Single((await PublishAsync(worker, "It failed again.")).Boxes);

        Assert.Equal(("Tech Lead", true), (box.Reviewer, box.IsTicked));
        return (box.VerifiedEmail, box.By);
    }

    private string Commit(string author, string? key, string message, string before = "- [ ] Tech Lead", string after = "- [x] Tech Lead") =>
        _repository.CommitSigned(author, key, message, (Readme, _repository.Read(Readme).Replace(before, after, StringComparison.Ordinal)));

    private GitRepositoryOptions Options()
    {
        var options = Worker.Options(_repository.Path);
        options.AllowedSigners = [$"ann@example.com {SshKeys.Public(_annsKey)}", $"bob@example.com {SshKeys.Public(_bobsKey)}"];
        return options;
    }

    private static async Task<GitDelivery> PublishAsync(Worker worker, string text, string name = "p0-042")
    {
        var request = Worker.Request(name, text);
        var blocks = request.Document.Blocks.Append(new("review", "## Review\n\n- [ ] Tech Lead (`@tech-lead`) - Accuracy"));
        return Assert.Single(await worker.PublishAsync(new GitRequest(request.Key, request.Path, request.Document with { Blocks = [.. blocks] }, request.Companions)));
    }

    private string Key(string name) => SshKeys.Create(_repository.Folder, name);
}
