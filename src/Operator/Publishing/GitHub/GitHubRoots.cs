using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Octokit;

namespace Operator.Publishing.GitHub;

/// <summary>
/// Octokit makes values of these types by reflection. A generic type over an enumeration exists in a program of machine code only if some
/// code names it, and so do its constructors.
/// </summary>
internal static class GitHubRoots
{
    /// <summary>Keeps them in the program.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Keep()
    {
        Keep<AccountType>(typeof(StringEnum<AccountType>));
        Keep<AuthorAssociation>(typeof(StringEnum<AuthorAssociation>));
        Keep<EncodingType>(typeof(StringEnum<EncodingType>));
        Keep<EventInfoState>(typeof(StringEnum<EventInfoState>));
        Keep<InstallationReadWritePermissionLevel>(typeof(StringEnum<InstallationReadWritePermissionLevel>));
        Keep<InstallationRepositorySelection>(typeof(StringEnum<InstallationRepositorySelection>));
        Keep<ItemState>(typeof(StringEnum<ItemState>));
        Keep<ItemStateReason>(typeof(StringEnum<ItemStateReason>));
        Keep<LockReason>(typeof(StringEnum<LockReason>));
        Keep<MergeableState>(typeof(StringEnum<MergeableState>));
        Keep<PullRequestReviewState>(typeof(StringEnum<PullRequestReviewState>));
        Keep<RepositoryVisibility>(typeof(StringEnum<RepositoryVisibility>));
        Keep<TaggedType>(typeof(StringEnum<TaggedType>));
        Keep<TeamPrivacy>(typeof(StringEnum<TeamPrivacy>));
        Keep<TreeType>(typeof(StringEnum<TreeType>));
        Keep<VerificationReason>(typeof(StringEnum<VerificationReason>));
    }

    private static void Keep<T>([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type)
        where T : struct
    {
        GC.KeepAlive(type);
        GC.KeepAlive(new StringEnum<T>(default(T)));
        GC.KeepAlive(new StringEnum<T>("none"));
        GC.KeepAlive(new List<StringEnum<T>>());
        GC.KeepAlive(new List<StringEnum<T>?>());
    }
}
