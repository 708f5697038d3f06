using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Manifests;
using Operator.Validation;

namespace Operator.Benchmarks.Documents;

/// <summary>The sample that uses every field, with the evidence that was saved for it.</summary>
internal static class FullSample
{
    public static PostMortem Resource()
    {
        var path = Repository.FullSample;
        var settings = new ValidationSettings { Now = TimeProvider.System.GetUtcNow() };
        return PostMortemFile.Judge(ManifestReader.Read(File.ReadAllBytes(path), path), path, settings).Resources.Single();
    }

    public static IncidentEvidence Evidence() => EvidenceFile.Load(File.ReadAllBytes(Repository.FullSampleEvidence), Repository.FullSampleEvidence);
}
