using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Operator.Runtime.Client;

namespace Operator.Runtime.Tests.Client;

public sealed class ApplyPatchBodyTests
{
    [Theory]
    [InlineData("""{"a":"\uD83D\uDD34 \ud83d\ude80!"}""", """{"a":"🔴 🚀!"}""")]
    [InlineData("""{"a":"\\uD83D\\uDD34"}""", """{"a":"\\uD83D\\uDD34"}""")]
    [InlineData("""{"a":"\\\uD83D\uDD34"}""", """{"a":"\\🔴"}""")]
    [InlineData("""{"a":"\u003C\n\u2028"}""", """{"a":"\u003C\n\u2028"}""")]
    [InlineData("""{"a":"\uD83D"}""", """{"a":"\uD83D"}""")]
    [InlineData("""{"a":"\uD83D\u0041"}""", """{"a":"\uD83D\u0041"}""")]
    public void Escaped_pairs_become_the_character_and_nothing_else_changes(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(ApplyPatchBody.Encode(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void Every_text_means_the_same_afterwards_whoever_wrote_it()
    {
        JsonSerializerOptions[] writers = [new(), new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }];
        Gen.Select(Gen.String[Gen.Char["a\\\"uD83\u00e9\u2028\ufeff\ud83d\udd34\ud83d\ude80\u0001"]], Gen.Int[0, 1]).Sample((text, writer) =>
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(text, writers[writer]);
            var encoded = ApplyPatchBody.Encode(json);
            Assert.Equal(JsonSerializer.Deserialize<string>(json), JsonSerializer.Deserialize<string>(encoded));
            Assert.DoesNotMatch(@"(?<!\\)(\\\\)*\\u[dD][89abAB]", Encoding.UTF8.GetString(encoded));
        });
    }
}
