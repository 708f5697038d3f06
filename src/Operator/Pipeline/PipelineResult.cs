using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Pipeline;

/// <summary>What the pipeline made of one resource.</summary>
/// <param name="Report">Every figure.</param>
/// <param name="Document">The document.</param>
/// <param name="Status">The status, conditions included.</param>
/// <param name="Problems">What was asked of Prometheus and not answered; the document says so too.</param>
internal sealed record PipelineResult(IncidentReport Report, RenderedDocument Document, PostMortemStatus Status, IReadOnlyList<EvidenceProblem> Problems);
