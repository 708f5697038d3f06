using System.Text;
using Operator.Manifests;

namespace Operator.Tests.Manifests;

/// <summary>Files are read strictly and within bounds, and each refusal says where and why.</summary>
public sealed class ManifestReaderTests
{
    [Theory]
    [InlineData("a: 1\na: 2\n", "f:2: a: is set twice; the first is on line 1")]
    [InlineData("a:\n\tb: 1\n", "f:2: is indented with a tab; YAML wants spaces")]
    [InlineData("a: *x\n", "f:1: alias *x has no anchor before it")]
    [InlineData("a: &x [*x]\n", "f:1: alias *x has no anchor before it")]
    [InlineData("a: !!binary aGk=\n", "f:1: tag tag:yaml.org,2002:binary is not supported; write the value without it")]
    [InlineData("a: .inf\n", "f:1: '.inf' is a number that JSON cannot hold; put it in quotes if text is meant")]
    [InlineData("on: 1\n", "f:1: the field's name on is read as a boolean; put it in quotes")]
    [InlineData("{a: 1}: 2\n", "f:1: a field's name must be a plain text")]
    [InlineData("a: \u0007\n", "f:1: holds the control character U+0007; remove it")]
    [InlineData("a: 1\n---\n b: 1\nc: 1\n", "f:4: is not YAML: Did not find expected <document end> (column 1)")]
    [InlineData("a: 'x\n", "f:1: is not YAML: While scanning a quoted scalar, found unexpected end of stre… (column 4)")]
    public void What_cannot_be_read_is_explained(string yaml, string expected) =>
        Assert.Equal([expected], ManifestReader.Read(yaml, "f").Problems.Select(p => p.ToString()));

    [Theory]
    [InlineData(new byte[] { 0x61, 0x3A, 0x0A, 0xC3, 0x28 }, "f:2: is not UTF-8 text; save it as UTF-8")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "f:1: is UTF-16; save it as UTF-8")]
    public void Other_encodings_are_refused(byte[] bytes, string expected) =>
        Assert.Equal([expected], ManifestReader.Read(bytes, "f").Problems.Select(p => p.ToString()));

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Assert.Equal("1", Only("\uFEFFa: 1"u8.ToArray())["a"]!.Text);

    [Fact]
    public void JSON_is_read_too()
    {
        var root = Only("{\n\t\"a\": [1, true, null, \"x\\u00e9\\/\\ud83d\\ude00\"],\"b\":{\"c\":-1.5e3}}"u8.ToArray());

        Assert.Equal([ManifestNodeKind.Number, ManifestNodeKind.Boolean, ManifestNodeKind.Null, ManifestNodeKind.String], root["a"]!.Items.Select(i => i.Kind));
        Assert.Equal("xé/😀", root["a"]!.Items[3].Text);
        Assert.Equal(-1500, root["b"]!["c"]!.Number);
    }

    [Theory]
    [InlineData("yes", nameof(ManifestNodeKind.Boolean))]
    [InlineData("Off", nameof(ManifestNodeKind.Boolean))]
    [InlineData("yEs", nameof(ManifestNodeKind.String))]
    [InlineData("~", nameof(ManifestNodeKind.Null))]
    [InlineData("1_000", nameof(ManifestNodeKind.Number))]
    [InlineData("0x1F", nameof(ManifestNodeKind.Number))]
    [InlineData("017", nameof(ManifestNodeKind.Number))]
    [InlineData("1e3", nameof(ManifestNodeKind.Number))]
    [InlineData(".5", nameof(ManifestNodeKind.Number))]
    [InlineData("1:30", nameof(ManifestNodeKind.String))]
    [InlineData("2025-12-14", nameof(ManifestNodeKind.String))]
    [InlineData("2025-12-14T07:00:00Z", nameof(ManifestNodeKind.String))]
    [InlineData("30d", nameof(ManifestNodeKind.String))]
    [InlineData("1.2.3", nameof(ManifestNodeKind.String))]
    [InlineData("-", nameof(ManifestNodeKind.String))]
    public void A_plain_scalar_is_what_kubectl_takes_it_for(string text, string kind) =>
        Assert.Equal(kind, YamlScalars.Resolve(text, out _).ToString());

    [Fact]
    public void Merged_fields_do_not_override()
    {
        var root = Only("base: &b {x: 1, z: 2}\nc:\n  <<: *b\n  x: 3\n"u8.ToArray());

        Assert.Equal(["x=3", "z=2"], root["c"]!.Fields.Select(f => $"{f.Key}={f.Value.Text}"));
    }

    [Fact]
    public void An_alias_bomb_is_refused_before_it_grows()
    {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 30; i++)
        {
            bomb.Append($"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n");
        }

        Assert.Equal(
            ["f:5: the document has more than 50000 values, aliases written out; no PostMortem needs that"],
            ManifestReader.Read(bomb.ToString(), "f").Problems.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Deep_nesting_is_refused(string opening) =>
        Assert.Equal(
            ["f:1: is nested deeper than 64 levels"],
            ManifestReader.Read(string.Concat(Enumerable.Repeat(opening, 500_000)), "f").Problems.Select(p => p.ToString()));

    [Fact]
    public void A_file_of_many_megabytes_is_refused_without_being_held()
    {
        using var endless = new EndlessStream();

        var file = ManifestReader.Read(endless, "f");

        Assert.Equal(["f:1: is larger than 3 MiB; an API server takes no object above 1.5 MiB, so split the file"], file.Problems.Select(p => p.ToString()));
        Assert.InRange(endless.Given, ManifestLimits.FileBytes, ManifestLimits.FileBytes + 1_000_000);
    }

    [Fact]
    public void A_syntax_error_does_not_hide_the_other_documents()
    {
        var file = ManifestReader.Read("a: [\n---\nb: 1\n---\nc: }\n---\nd: 1\n", "f");

        Assert.Equal(["b", "d"], file.Documents.Select(d => d.Root.Fields[0].Key));
        Assert.Equal([3, 7], file.Documents.Select(d => d.Root.Line));
        Assert.Equal(2, file.Problems.Count);
    }

    [Fact]
    public void Messages_stay_on_one_line_and_short()
    {
        var problem = Assert.Single(ManifestReader.Read("a: 1\n\"" + new string('x', 400) + "\\n\\e[31m\": 1\n\"" + new string('x', 400) + "\\n\\e[31m\": 1\n", "f").Problems);

        Assert.True(problem.ToString().Length < 500);
        Assert.DoesNotContain('\n', problem.ToString());
        Assert.DoesNotContain('\e', problem.ToString());
    }

    private static ManifestNode Only(byte[] bytes)
    {
        var file = ManifestReader.Read(bytes, "f");
        Assert.Empty(file.Problems);
        return Assert.Single(file.Documents).Root;
    }

    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'#');
            Given += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
