using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Evidence with the file that holds it. The file is copied as it is: compressing again need not give the same bytes.</summary>
/// <param name="Evidence">What the file holds, in today's form.</param>
/// <param name="File">The bytes of the file, compressed.</param>
/// <param name="Digest">"sha256:" and hex, over the evidence as the file has it.</param>
internal sealed record SavedEvidence(IncidentEvidence Evidence, byte[] File, string Digest);
