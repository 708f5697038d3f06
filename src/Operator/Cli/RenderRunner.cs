using Operator.Api;
using Operator.Configuration;
using Operator.Core;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Reconciling;
using Operator.Rendering;
using Operator.Rendering.Templates;
using Operator.Validation;

namespace Operator.Cli;

/// <summary>Carries out one <c>render</c>.</summary>
/// <param name="request">What was asked.</param>
/// <param name="terminal">Where to read and write.</param>
internal sealed class RenderRunner(RenderRequest request, Terminal terminal)
{
    private const string EvidenceExtension = ".evidence.json.gz";

    private readonly OperatorOptions _options = OperatorOptionsLoader.Load(request.Config);

    /// <summary>Renders each resource of the file.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UnusableException">Something named on the command line cannot be used.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        CheckUrl();

        // What has happened by now may be stated, however early the time of which figures are asked.
        var present = terminal.Time.GetUtcNow();
        var settings = _options.ToValidationSettings(request.Now > present ? request.Now.Value : present, request.PrometheusUrl is null ? request.Config : null, request.Templates);
        var file = PostMortemFile.Judge(Files.ReadManifests(request.File, terminal), Files.Name(request.File), settings);
        var exitCode = Verdict.Print(file, terminal.Error, terminal.Error);
        if (exitCode != ExitCodes.Fine)
        {
            return exitCode;
        }

        CheckSeveral(file.Resources);
        var templates = new TemplateCatalog(request.Templates ?? _options.Templates.Directory);
        var reconcile = new OfflineReconcile(new DocumentRenderer(templates, new TemplateRenderer(terminal.Time)), terminal.Time);
        foreach (var resource in file.Resources)
        {
            var result = request.Evidence is { } path
                ? await ReplayAsync(path, resource, reconcile, file.Resources.Count > 1, cancellationToken)
                : await CollectAsync(resource, reconcile, cancellationToken);
            exitCode = Math.Max(exitCode, Conclude(resource, result, file.Resources.Count > 1));
        }

        return exitCode;
    }

    private int Conclude(PostMortem resource, OfflineResult result, bool several)
    {
        var name = resource.Metadata.Name;
        RenderOutput.Write(resource, result, request, terminal);
        if (request.SaveEvidence is { } target && result.Evidence is { } evidence)
        {
            Files.Write(several ? Path.Combine(target, name + EvidenceExtension) : target, evidence.File);
        }

        foreach (var problem in result.Problems)
        {
            terminal.Error.WriteLine($"{name}: {problem.Condition}=False {problem.Reason}: {problem.Message}");
        }

        return result.Problems.Count == 0 ? ExitCodes.Fine : ExitCodes.No;
    }

    private async Task<OfflineResult> ReplayAsync(string path, PostMortem resource, OfflineReconcile reconcile, bool several, CancellationToken cancellationToken)
    {
        var saved = Load(several ? Path.Combine(path, resource.Metadata.Name + EvidenceExtension) : path, resource);
        return await reconcile.RunAsync(resource, new ReplayedEvidence(), saved, request.Now ?? saved.Evidence.CollectedAt, cancellationToken);
    }

    private async Task<OfflineResult> CollectAsync(PostMortem resource, OfflineReconcile reconcile, CancellationToken cancellationToken)
    {
        // As the evidence has it, from which a replay takes it.
        var now = DateTimeOffset.FromUnixTimeMilliseconds((request.Now ?? terminal.Time.GetUtcNow()).ToUnixTimeMilliseconds());
        var name = resource.Spec.Prometheus?.Source ?? "default";
        var source = _options.Source(name, request.PrometheusUrl);
        if (terminal.ShowsProgress && source is not null)
        {
            await terminal.Error.WriteLineAsync($"{resource.Metadata.Name}: reading evidence from Prometheus source '{name}'");
        }

        using var sources = new PrometheusSources(source is null ? _options.Prometheus : new PrometheusOptions { Sources = [source] }, terminal.Time);
        return await reconcile.RunAsync(resource, new FreshEvidence(new EvidenceCollector(terminal.Time, terminal.ShowsProgress ? new CollectionLines(terminal) : null), sources), replayed: null, now, cancellationToken);
    }

    private SavedEvidence Load(string path, PostMortem resource)
    {
        try
        {
            var saved = EvidenceFile.Load(InputFile.Read(path, EvidenceFile.MaxBytes), path);
            var evidence = EvidenceVersions.WithInputs(saved.Evidence, resource.Spec, frozen: false);
            if (PartContent.IsOfAnotherSpec(resource.Spec, evidence))
            {
                terminal.Error.WriteLine($"{resource.Metadata.Name}: warning: {path} was collected before alerts, objectives, queries or times of the spec were changed; figures are of what was asked then");
            }

            return saved with { Evidence = evidence };
        }
        catch (FailureException e)
        {
            throw new UnusableException($"{resource.Metadata.Name}: {ConditionTypes.EvidenceCollected}=False {e.Reason}: {e.Message}");
        }
    }

    private void CheckUrl()
    {
        if (request.PrometheusUrl is { } url
            && PrometheusOptionsValidator.Validate(new PrometheusSourceOptions { Url = url }, "--prometheus-url").FirstOrDefault() is { } problem)
        {
            throw new UnusableException(problem.Replace("--prometheus-url.url", "--prometheus-url", StringComparison.Ordinal));
        }
    }

    private void CheckSeveral(IReadOnlyList<PostMortem> resources)
    {
        if (resources.Count > 1 && request.Out is null && request.Format == DocumentFormat.Html)
        {
            throw new UnusableException($"{Files.Name(request.File)}: holds {resources.Count} resources; several HTML pages need --out DIR");
        }

        if (resources.GroupBy(r => r.Metadata.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice && request.Out is not null)
        {
            throw new UnusableException($"{Files.Name(request.File)}: two resources are named {twice.Key}, in different namespaces; render them one by one, or one would overwrite the other");
        }
    }
}
