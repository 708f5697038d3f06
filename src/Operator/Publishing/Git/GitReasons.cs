using Operator.Api;

namespace Operator.Publishing.Git;

/// <summary>What the operator does about reasons of Git that only a person can change.</summary>
internal static class GitReasons
{
    /// <summary>Whether it may change outside the cluster, where nobody tells the operator, so that it looks again each interval.</summary>
    public static bool MayPass(string reason) => reason is Reasons.PathTaken or Reasons.PathUnsafe or Reasons.MarkersAmbiguous or Reasons.AttributesUnsupported or Reasons.PushRefused
        or Reasons.BranchNameTaken or Reasons.SecretDetected or Reasons.RepositoryEmpty
        or Reasons.BranchMissing or Reasons.RepositoryNotFound or Reasons.RepositoryMoved
        or Reasons.HostKeyInvalid or Reasons.SSHKeyInvalid or Reasons.CertificateInvalid;
}
