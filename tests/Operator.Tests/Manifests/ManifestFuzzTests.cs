using System.Text;
using CsCheck;
using Operator.Tests.Architecture;
using Operator.Tests.Validation;

namespace Operator.Tests.Manifests;

/// <summary>100 000 damaged documents: each is judged or refused, never with an exception, and what is called valid is readable.</summary>
public sealed class ManifestFuzzTests
{
    private const int Rounds = 50_000;

    private static readonly string[] Seeds = [.. Directory.GetFiles(RepositoryRoot.File("config", "samples"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    // What breaks parsers: indicators, markers, other encodings' leftovers, numbers at their limits.
    private static readonly string[] Fragments =
    [
        "\t", ":", ": ", "- ", "[", "]", "{", "}", "&a ", "*a", "!!str ", "!x ", "|", ">-", "'", "\"", "#", "\n", "\r\n", "---\n", "...\n", "%YAML 1.1\n",
        "<<: *a\n", "? ", "null", "~", "on", "1e999", "-0", "99999999999999999999", "0x", "1_", "\u0085", "\u2028", "\uFEFF", "😀", "\\u0000", "@", "`", ",",
    ];

    private static readonly string[] Values =
    [
        "null", "on", "-1", "1e999", "1e308", "99999999999999999999", "''", "[]", "{}", "[[]]", "{a: b}", "2025-02-30T00:00:00Z", "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999-23:59", "0s", "99999999999y", "\"\\ud83d\"", "!!str x", "'../../x'", "P0", "calendarMonth", "\"a\\0b\"",
    ];

    [Fact]
    public void Damaged_text_is_judged_or_refused() =>
        Gen.Select(OneOf(Seeds), Gen.Select(Gen.Double.Unit, Gen.Int[0, 12], OneOf(Fragments)).Array[1, 4])
            .Sample(
                (seed, edits) =>
                {
                    var text = new StringBuilder(Shortened(seed));
                    foreach (var (where, length, fragment) in edits)
                    {
                        var at = (int)(where * text.Length);
                        text.Remove(at, Math.Min(length, text.Length - at)).Insert(at, fragment);
                    }

                    Survives(text.ToString());
                },
                iter: Rounds,
                threads: 2);

    [Fact]
    public void Damaged_trees_are_judged_or_refused() =>
        Gen.Select(OneOf(Seeds), Gen.Select(Gen.Double.Unit, Gen.Int[0, 3], OneOf(Values)).Array[1, 4])
            .Sample(
                (seed, edits) =>
                {
                    var lines = Shortened(seed).Split('\n').ToList();
                    foreach (var (where, kind, value) in edits)
                    {
                        Edit(lines, (int)(where * lines.Count), kind, value);
                    }

                    Survives(string.Join('\n', lines));
                },
                iter: Rounds,
                threads: 2);

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    // Whole fields and items: values of another kind, lines lost, doubled or moved elsewhere.
    private static void Edit(List<string> lines, int at, int kind, string value)
    {
        var line = lines[at];
        switch (kind)
        {
            case 0 when line.Contains(": ", StringComparison.Ordinal):
                lines[at] = line[..(line.IndexOf(": ", StringComparison.Ordinal) + 2)] + value;
                break;
            case 1:
                lines.Insert(at, line);
                break;
            case 2 when lines.Count > 1:
                lines.RemoveAt(at);
                lines.Insert((at * 7) % lines.Count, line);
                break;
            default:
                lines[at] = line + value;
                break;
        }
    }

    // Comments and prose make documents long and say nothing about the parser.
    private static string Shortened(string seed) => seed.Length < 2500 ? seed : seed[..2500];

    private static void Survives(string text)
    {
        var judged = Judging.Judge(text);

        Assert.True(judged.Resources.Count > 0 || judged.Problems.Count > 0);
        Assert.All(judged.Resources, r => Assert.True(r.Spec.Title.Length > 0 && r.Spec.Services.Count > 0 && r.Spec.Authors is not null));
        Assert.All(judged.Problems, p => Assert.True(p.Line >= 1 && !p.ToString().Contains('\n', StringComparison.Ordinal)));
    }
}
