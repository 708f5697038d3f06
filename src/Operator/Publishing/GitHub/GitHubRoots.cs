using System.Runtime.CompilerServices;
using Octokit;

namespace Operator.Publishing.GitHub;

/// <summary>
/// Octokit makes values of these types by reflection. A generic type over an enumeration exists in a program of machine code only if some
/// code names it.
/// </summary>
internal static class GitHubRoots
{
    /// <summary>Keeps them in the program.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Keep()
    {
        Keep<AccountType>();
        Keep<AuthorAssociation>();
        Keep<EncodingType>();
        Keep<EventInfoState>();
        Keep<InstallationReadWritePermissionLevel>();
        Keep<InstallationRepositorySelection>();
        Keep<ItemState>();
        Keep<ItemStateReason>();
        Keep<LockReason>();
        Keep<MergeableState>();
        Keep<PullRequestReviewState>();
        Keep<RepositoryVisibility>();
        Keep<TaggedType>();
        Keep<TeamPrivacy>();
        Keep<TreeType>();
        Keep<VerificationReason>();
    }

    private static void Keep<T>()
        where T : struct
    {
        GC.KeepAlive(new StringEnum<T>(default(T)));
        GC.KeepAlive(new List<StringEnum<T>>());
        GC.KeepAlive((StringEnum<T>?)null);
    }
}
