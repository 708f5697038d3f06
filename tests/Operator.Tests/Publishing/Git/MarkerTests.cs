using Operator.Api;
using Operator.Core.Documents;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Testing;
using Operator.Testing.Git;
using Operator.Tests.Cli;
using Operator.Tests.Rendering;

namespace Operator.Tests.Publishing.Git;

/// <summary>Comments like the operator's own, by people who edit the file, who write the resource, and who write templates.</summary>
public sealed class MarkerTests : IDisposable
{
    private const string Readme = "postmortems/2025/production/p0-042/README.md";
    private const string End = "<!-- postmortem.dev/end summary -->";
    private const string Begin = "<!-- postmortem.dev/begin summary version=\"1\" digest=\"00000000000000000000000000000000\" -->";
    private const string Whole = "<!-- postmortem.dev/document version=\"1\" cluster=\"eu\" namespace=\"production\" name=\"other\" title=\"\" blocks=\"\" -->";

    private static readonly DocumentOwner Owner = new("eu", "production", "p0-042");

    private readonly BareRepository _repository = new();

    [Theory]
    [InlineData(End + "\n", "")]
    [InlineData(End + "\n", End + "\n" + End + "\n")]
    [InlineData("It failed.", "It failed.\n" + Begin)]
    [InlineData("It failed.", "It failed.\n" + Whole)]
    [InlineData("It failed.", "```\nIt failed.")]
    [InlineData("document version=\"1\"", "document version=\"9\"")]
    public async Task A_file_whose_comments_are_ambiguous_is_left_until_they_are_corrected_and_keeps_no_other(string before, string after)
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));
        await worker.PublishAsync(Worker.Request());
        var written = _repository.Read(Readme);
        var tip = _repository.Commit("Edit", (Readme, written.Replace(before, after, StringComparison.Ordinal)));

        var alone = Assert.Single(await worker.PublishAsync(Worker.Request(text: "It failed again.")));

        Assert.Equal((Reasons.MarkersAmbiguous, true), (alone.Failure!.Reason, alone.Failure.IsTerminal));
        Assert.Contains(Readme, alone.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(tip, _repository.Tip);

        var both = await worker.PublishAsync(Worker.Request(text: "It failed again."), Worker.Request("other"));
        Assert.Equal([Reasons.MarkersAmbiguous, null], both.Select(d => d.Failure?.Reason));
        Assert.Equal(["postmortems/2025/production/other/README.md", "postmortems/2025/production/other/status.json"], BareRepository.Git("-C", _repository.Path, "diff", "--name-only", $"{tip}..main").Split('\n', StringSplitOptions.RemoveEmptyEntries));

        _repository.Commit("Correct", (Readme, written));
        await using var later = new Worker(Worker.Options(_repository.Path));
        Assert.Null(Assert.Single(await later.PublishAsync(Worker.Request(text: "It failed once more."))).Failure);
        Assert.Contains("It failed once more.", _repository.Read(Readme), StringComparison.Ordinal);
    }

    /// <summary>Whatever a template writes, the file can be read again.</summary>
    [Theory]
    [InlineData("# Outage\n\n" + Begin + "\nText.\n" + End + "\n")]
    [InlineData("# Outage\n\nText.\n" + End + "\nMore.\n")]
    [InlineData("# Outage\n\n" + Whole + "\nText.\n")]
    [InlineData(Whole + "\nText.\n")]
    [InlineData("# Outage " + End + "\n\nText.\n")]
    [InlineData("# Outage\n\n<!-- postmortem.dev/end document -->\nText.\n")]
    [InlineData("# Outage\n\nText.\n\n```sh\nkubectl get pods\n")]
    [InlineData("# Outage\n\nText.\n\n   ~~~~\n```\nkubectl get pods\n~~~\n")]
    [InlineData("# Outage\n\n- Text.\n\n  ```\n  " + End + "\n")]
    [InlineData("---\ntags: [a]\n---\n# Outage\n\nText.\n")]
    public async Task A_template_that_writes_comments_like_these_or_leaves_a_code_block_open_can_be_published_again_and_again(string template)
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));
        foreach (var text in new[] { "It failed.", "It failed again.", "It failed once more." })
        {
            var delivery = Assert.Single(await worker.PublishAsync(Request(template.Replace("Text.", text, StringComparison.Ordinal).Replace("get pods", $"get pods # {text}", StringComparison.Ordinal))));

            Assert.Null(delivery.Failure);
            Assert.Empty(delivery.Edited);
            Assert.Contains(text, _repository.Read(Readme), StringComparison.Ordinal);
            Assert.Equal(1, FencedFile.Parse(_repository.Read(Readme), Readme)!.Parts.Count(p => p.Begin is not null));
        }

        // What people write below the document is still people's.
        _repository.Commit("Words", (Readme, _repository.Read(Readme) + "\nOur own words.\n"));
        var last = Assert.Single(await worker.PublishAsync(Request(template.Replace("Text.", "It works.", StringComparison.Ordinal))));
        Assert.Null(last.Failure);
        Assert.EndsWith("\nOur own words.\n", _repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public void Authors_who_write_such_comments_in_any_field_change_nothing_in_the_form_of_the_file()
    {
        var resource = Rendered.Sample("full.yaml");
        var text = $"It failed.\n\n{End}\n{Begin}\n\n{Whole}\n\n```\n{End}\n```\n";
        resource = resource with
        {
            Spec = resource.Spec with
            {
                Title = $"Outage --> {End} <!-- x",
                Summary = new SummarySpec { Incident = text, RootCause = text, Resolution = text },
                Analysis = resource.Spec.Analysis! with { WhatHappened = text, RootCause = text },
                LessonsLearned = new LessonsLearnedSpec { WentWell = [End], DidntGoWell = [text] },
            },
        };
        var document = FencedDocument.Of(Owner, Rendered.Document(resource, SampleIncident.Evidence()).Blocks, []);

        var file = FencedFile.Parse(document.Write(), "README.md")!;

        Assert.Equal(document.Blocks.Select(b => b.Name), file.Parts.Where(p => p.Begin is not null).Select(p => p.Begin!.Name));
        Assert.Equal(Owner, DocumentOwner.Of(file.Owner));
        Assert.False(file.HasPeoplesText);
    }

    [Fact]
    public void A_real_custom_template_with_such_a_comment_is_one_block()
    {
        using var folder = new TemporaryFolder();
        folder.Write("short.md.scriban", "# Outage\n\n" + Begin + "\nBriefly.\n" + End + "\n```\nlog\n");
        var resource = Rendered.Sample("full.yaml");
        resource = resource with { Spec = resource.Spec with { Template = new TemplateSpec { Name = "short" } } };
        var document = FencedDocument.Of(Owner, Rendered.Document(resource, SampleIncident.Evidence(), templates: folder.Path).Blocks, []);

        var file = FencedFile.Parse(document.Write(), "README.md")!;

        Assert.Equal(DocumentBlock.Whole, Assert.Single(file.Parts, p => p.Begin is not null).Begin!.Name);
        Assert.False(file.HasPeoplesText);
    }

    public void Dispose() => _repository.Dispose();

    private static GitRequest Request(string markdown)
    {
        var request = Worker.Request();
        return new GitRequest(request.Key, Readme, FencedDocument.Of(Owner, [new(DocumentBlock.Whole, markdown)], []), request.Companions);
    }
}
