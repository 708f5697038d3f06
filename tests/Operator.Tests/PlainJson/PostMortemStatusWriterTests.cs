using System.Text;
using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.PlainJson;
using Operator.Tests.Evidence;

namespace Operator.Tests.PlainJson;

/// <summary>A status is written by hand, and read by the serializer, as it is by everybody else's.</summary>
public sealed class PostMortemStatusWriterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Every_field_of_a_status_is_written_as_the_serializer_writes_it(int sparse)
    {
        var status = new SampleValues { Sparse = sparse }.Of<PostMortemStatus>();

        Assert.Equal(JsonSerializer.Serialize(status, PostMortemJsonContext.Default.PostMortemStatus), Written(status));
    }

    [Fact]
    public void What_is_absent_is_not_written() => Assert.Equal("{}", Written(new PostMortemStatus()));

    private static string Written(PostMortemStatus status) =>
        Encoding.UTF8.GetString(JsonOutput.Bytes(json => new PostMortemStatusWriter(json).Write(status)));
}
