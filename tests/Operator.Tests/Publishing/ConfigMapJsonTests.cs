using System.Text;
using System.Text.Json;
using CsCheck;
using Operator.Publishing;

namespace Operator.Tests.Publishing;

public sealed class ConfigMapJsonTests
{
    [Theory]
    [InlineData("<a href=\"x\">é 😀 & 'y'</a>\n", """
        "<a href=\"x\">é 😀 & 'y'</a>\n"
        """)]
    [InlineData("\\u0041 \r\t\0\u001f", """
        "\\u0041 \r\t\u0000\u001F"
        """)]
    [InlineData("\u007f\u0085\u2028\u2029\ufeff\uffff", """
        "\u007F\u0085\u2028\u2029\uFEFF\uFFFF"
        """)]
    [InlineData("", """
        ""
        """)]
    public void A_page_is_escaped_where_it_must_be(string text, string expected) =>
        Assert.Contains($"\"page\":{expected}}}", Encoding.UTF8.GetString(Json(text)), StringComparison.Ordinal);

    [Fact]
    public void Every_text_comes_back_and_is_printable_in_YAML() =>
        Gen.OneOf(
            Gen.String[Gen.OneOf(Gen.Char, Gen.Char["\"\\u<>'\n\r\t\u0085\u2028\ud83d\udd34\ufeff\0"])],
            // Long plain stretches, as documents have them, and what is special now and then at any place.
            Gen.String[Gen.Frequency((40, Gen.Char[' ', '~']), (1, Gen.Char["\"\\\n\u007f\u0080éЖ\u0120\u0122\u015c\u2028"])), 0, 200]).Sample(text =>
        {
            var json = Json(text);

            // What is not Unicode cannot be sent: half a pair becomes U+FFFD.
            var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            Assert.Equal(whole, JsonSerializer.Deserialize(json, ConfigMapJson.Instance.ConfigMapObject)!.Data!["page"]);
            Assert.Equal(whole, JsonDocument.Parse(json).RootElement.GetProperty("data").GetProperty("page").GetString());
            Assert.All(Encoding.UTF8.GetString(json).EnumerateRunes(), rune => Assert.True(IsPrintable(rune.Value), $"U+{rune.Value:X4}"));
        });

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":{"a":1}}""")]
    public void What_is_no_object_of_texts_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ConfigMapJson.Instance.ConfigMapObject));

    private static byte[] Json(string text) => JsonSerializer.SerializeToUtf8Bytes(
        new ConfigMapObject { Data = new Dictionary<string, string> { ["page"] = text } }, ConfigMapJson.Instance.ConfigMapObject);

    // YAML 1.2, c-printable, without what ends a line there or marks the order of bytes.
    private static bool IsPrintable(int rune) =>
        rune is (>= 0x20 and <= 0x7e) or (>= 0xa0 and <= 0xd7ff and not 0x2028 and not 0x2029) or (>= 0xe000 and <= 0xfffd and not 0xfeff) or >= 0x10000;
}
