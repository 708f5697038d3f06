using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.FollowUp;
using Operator.Publishing;
using Operator.Reconciling;
using Operator.Rendering;
using Operator.Rendering.Templates;
using Operator.Runtime;
using Operator.Testing;

namespace Operator.Tests.Reconciling;

public sealed class RenderStepTests : IDisposable
{
    private readonly string _templates = Directory.CreateTempSubdirectory("templates").FullName;

    [Fact]
    public async Task A_template_that_people_wrote_leaves_the_thread_that_answers_come_in_on()
    {
        await File.WriteAllTextAsync(Path.Combine(_templates, "mine.md.scriban"), "# {{ header.title }}\n");

        var rendering = await RenderAsync("mine");

        Assert.Equal("mine", rendering.Document.Template);
        Assert.NotEqual(rendering.Caller, rendering.Renderer);
    }

    [Fact]
    public async Task The_built_in_template_is_rendered_at_once()
    {
        var rendering = await RenderAsync(null);

        Assert.Equal(TemplateSource.DefaultName, rendering.Document.Template);
        Assert.True(rendering.WasAtOnce);
    }

    public void Dispose() => Directory.Delete(_templates, recursive: true);

    private async Task<Rendering> RenderAsync(string? template)
    {
        var resource = SampleIncident.Resource();
        resource = resource with { Spec = resource.Spec with { Template = template is null ? null : new TemplateSpec { Name = template } } };
        var clock = new ThreadNotingClock();
        var step = new RenderStep(new DocumentRenderer(new TemplateCatalog(_templates), new TemplateRenderer(clock)));
        var round = new ReconcileRound(resource, new ObjectKey("default", "a"), clock.GetUtcNow());

        // A thread of its own, as those of the sockets are: no thread of the pool can be mistaken for it.
        var started = new TaskCompletionSource<(Task<PublishedDocument>, bool)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var caller = new Thread(() =>
        {
            var rendering = step.RunAsync(round, EvidenceInHand.Nothing(round), FollowUpBuilder.Build(resource.Spec, clock.GetUtcNow()), isWanted: true, CancellationToken.None);
            started.SetResult((rendering, rendering.IsCompleted));
        });
        caller.Start();
        var (document, wasAtOnce) = await started.Task;
        return new((await document).Document, wasAtOnce, caller.ManagedThreadId, clock.Thread);
    }

    private sealed record Rendering(RenderedDocument Document, bool WasAtOnce, int Caller, int Renderer);

    /// <summary>Notes who starts the timer that ends a template, which is who renders it.</summary>
    private sealed class ThreadNotingClock : TimeProvider
    {
        public int Thread { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Thread = Environment.CurrentManagedThreadId;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
