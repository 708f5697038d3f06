using System.Text;
using Operator.Publishing.Git;

namespace Operator.Tests.Publishing.Git;

/// <summary>What servers say reaches people without secrets and without what steers a terminal.</summary>
public sealed class GitMessageTests
{
    private const string Secret = "p@ss/w0rd+with space";

    [Fact]
    public void A_secret_is_masked_in_every_spelling()
    {
        var said = $"a {Secret} b {Uri.EscapeDataString(Secret)} c {Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))} d {Secret.ToUpperInvariant()}";

        Assert.Equal("a *** b *** c *** d ***", GitMessage.Clean(said, [Secret]).Replace("***=", "***", StringComparison.Ordinal));
    }

    [Fact]
    public void Credentials_in_URLs_and_headers_are_masked_although_nobody_knows_them() =>
        Assert.Equal("see https://***@h/x; Authorization: Basic ***", GitMessage.Clean("see https://u:p@h/x\nAuthorization: Basic abc=", []));

    [Fact]
    public void What_a_server_makes_long_is_read_all_the_same() => Assert.NotEmpty(GitMessage.Clean(string.Concat(Enumerable.Repeat("?token", 20_000)), ["secret"]));

    [Theory]
    [InlineData("Pass/word<&+", "{\"p\":\"Pass\\/word<&+\"}")]
    [InlineData("Pass/word<&+", "<p>Pass/word&lt;&amp;+</p>")]
    [InlineData("Pass\"word", "{\"p\":\"Pass\\\"word\"}")]
    public void A_secret_is_masked_in_answers_of_programs(string secret, string said) => Assert.DoesNotContain("word", GitMessage.Clean(said, [secret]), StringComparison.Ordinal);

    [Theory]
    [InlineData("see https://h/x?private_token=abc&ref=main", "see https://h/x?private_token=***&ref=main")]
    [InlineData("see https://h/x?ref=main&X-Amz-Signature=abc", "see https://h/x?ref=main&X-Amz-Signature=***")]
    [InlineData("see https://h/new?source_branch=keys", "see https://h/new?source_branch=keys")]
    public void Secrets_in_the_parameters_of_an_address_are_masked_by_their_names(string said, string shown) => Assert.Equal(shown, GitMessage.Clean(said, []));

    [Fact]
    public void Colors_progress_and_hints_are_left_out() =>
        Assert.Equal("not allowed; really", GitMessage.Clean("remote: \u001b[31mnot allowed\u001b[0m\nWriting objects:  50%\rWriting objects: 100%\nremote: really\nhint: try\nTo https://h/x\nerror: failed to push some refs to 'x'\n", []));

    /// <summary>It is no fault of the key.</summary>
    [Fact]
    public void A_user_whom_ssh_does_not_know_is_told_apart_from_a_bad_key()
    {
        var failure = GitFailures.Of(new GitRepositoryOptions { Name = "handbook" }, new GitOutcome(128, [], "No user exists for uid 1000650000\nfatal: Could not read from remote repository.\n"), new GitCredentials());

        Assert.Equal(
            "Git repository 'handbook': ssh needs a name for the user that the operator runs as, in /etc/passwd or from libnss_wrapper.so: No user exists for uid 1000650000; fatal: Could not read from remote repository.",
            failure.Message);
    }

    /// <summary>Of a long message the end is read, which may begin within a secret.</summary>
    [Theory]
    [InlineData(" not allowed\n")]
    [InlineData(" ")]
    public void No_part_of_a_secret_is_shown_where_a_message_is_cut(string after)
    {
        const string Token = "tokentokentokentoken-abcdef";
        var rest = after + string.Concat(Enumerable.Repeat("word ", 4000));

        for (var shown = 1; shown < Token.Length; shown++)
        {
            Assert.DoesNotContain(Token[^4..], GitMessage.Clean(Token[^shown..] + rest[..((16 << 10) - shown)], [Token]), StringComparison.Ordinal);
            Assert.DoesNotContain(Token[^4..], GitMessage.Clean("x" + Token + rest[..((16 << 10) - shown)], [Token]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_message_is_cut_at_one_KiB() => Assert.InRange(Encoding.UTF8.GetByteCount(GitMessage.Clean(new string('ä', 5000), [])), 900, 1024);

    [Fact]
    public void Controls_cannot_steer_a_terminal() => Assert.DoesNotContain(GitMessage.Clean("a\u0007b\u009bc\u001b]0;title\u0007d", []), char.IsControl);
}
