using System.Globalization;
using Operator.Core;
using Operator.Core.Documents;
using Operator.Publishing.Git.Fencing;

namespace Operator.Tests.Publishing.Git;

/// <summary>Long sequences of edits by people and newer documents, made up from a seed: no word of people is lost, and nothing is written for ever.</summary>
public sealed class HumanEditSequenceTests
{
    private const int Steps = 14;

    private static readonly string[] Names = ["summary", "timeline", "resolution", "action-items", "lessons", "review"];

    [Fact]
    public void Whatever_people_do_in_whatever_order_their_words_and_boxes_stay()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            new Sequence(seed).Run();
        }
    }

    private sealed class Sequence(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<string> _words = [];
        private readonly Dictionary<string, bool> _boxes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, bool> _said = new(StringComparer.Ordinal);
        private readonly List<string> _log = [];
        private FencedDocument _document = Document(0, 0b111111);
        private string _file = "";

        public void Run()
        {
            _file = _document.Write();
            for (var step = 0; step < Steps; step++)
            {
                if (_random.Next(3) > 0)
                {
                    Edit(step);
                }
                else
                {
                    // Some blocks come and go.
                    _document = Document(step + 1, _random.Next(4) == 0 ? _random.Next(1, 64) | 0b001000 : 0b111111);
                    _log.Add("newer");
                }

                if (_random.Next(2) == 0)
                {
                    Merge();
                }
            }
        }

        private void Merge()
        {
            FencedFile? file;
            try
            {
                file = FencedFile.Parse(_file, "f");
            }
            catch (FailureException)
            {
                // It is left as it is, and people correct it: here, by beginning anew.
                _log.Add("ambiguous");
                Reset();
                return;
            }

            if (file is null)
            {
                Reset();
                return;
            }

            var merged = new DocumentMerge(_document, file, _said).Run();
            foreach (var word in _words)
            {
                Assert.True(merged.Text.Contains(word, StringComparison.Ordinal), Tell($"lost {word}", merged.Text));
            }

            foreach (var box in merged.Boxes)
            {
                _said[box.ActionItem ?? FencedDocument.ReviewerKey(box.Reviewer!)] = box.IsTicked;
            }

            // Once what people said is known, one more commit says so, and that is all.
            var known = new DocumentMerge(_document, FencedFile.Parse(merged.Text, "f")!, _said).Run();
            var again = new DocumentMerge(_document, FencedFile.Parse(known.Text, "f")!, _said).Run();
            Assert.True(known.Text == again.Text, Tell("written again and again", known.Text + "\n=====\n" + again.Text));
            Assert.True(again.Boxes.Count == 0, Tell("said again and again", again.Text));
            _file = again.Text;
            foreach (var (item, isTicked) in _boxes)
            {
                var lines = _file.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Contains($"**{item}:**", StringComparison.Ordinal)).ToList();
                Assert.True(lines.All(l => l.StartsWith(isTicked ? "- [x]" : "- [ ]", StringComparison.Ordinal)), Tell($"{item} is not {isTicked}", _file));
            }
        }

        private void Reset()
        {
            _file = _document.Write();
            _words.Clear();
            _boxes.Clear();
            _said.Clear();
            _log.Add("reset");
        }

        private void Edit(int step)
        {
            var eol = _file.Contains("\r\n", StringComparison.Ordinal) ? "\r" : "";
            var lines = _file.Split('\n').ToList();
            var word = string.Create(CultureInfo.InvariantCulture, $"w{seed}x{step}y");
            var at = _random.Next(lines.Count);
            var kind = _random.Next(9);
            _log.Add(string.Create(CultureInfo.InvariantCulture, $"{kind}@{at}"));
            switch (kind)
            {
                case 0:
                    lines.Insert(at, word + eol);
                    _words.Add(word);
                    break;
                case 1 when Marker.Parse(lines[at]) is null && lines[at].Trim().Length > 3 && !_words.Exists(w => lines[at].Contains(w, StringComparison.Ordinal)) && !lines[at].StartsWith("- [", StringComparison.Ordinal):
                    lines[at] = lines[at].TrimEnd('\r') + " " + word + eol;
                    _words.Add(word);
                    break;
                case 2:
                    Toggle(lines, at);
                    break;
                case 3:
                    SwapBlocks(lines);
                    break;
                case 4:
                    RemoveBlock(lines);
                    break;
                case 5:
                    lines.InsertRange(at, ["", "```" + eol, word + eol, "```" + eol, ""]);
                    _words.Add(word);
                    break;
                case 6 when seed % 5 == 0:
                    _file = eol.Length > 0 ? _file.Replace("\r\n", "\n", StringComparison.Ordinal) : _file.Replace("\n", "\r\n", StringComparison.Ordinal);
                    return;
                case 7:
                    lines.RemoveAll(l => l.Length == 0 && _random.Next(3) == 0);
                    break;
                case 8:
                    RemoveMarkers(lines);
                    break;
            }

            _file = string.Join('\n', lines);
        }

        private void Toggle(List<string> lines, int from)
        {
            var at = Enumerable.Range(0, lines.Count).Select(i => (i + from) % lines.Count).FirstOrDefault(i => lines[i].StartsWith("- [", StringComparison.Ordinal), -1);
            if (at < 0)
            {
                return;
            }

            var box = Boxes.Find([lines[at].TrimEnd('\r')]).Single();
            var item = Boxes.ActionItem(box);

            // Copies of a box, as in an offer, are set alike.
            for (var i = 0; i < lines.Count; i++)
            {
                if (i == at || (item is not null && Boxes.Find([lines[i].TrimEnd('\r')]).Any(b => Boxes.ActionItem(b) == item)))
                {
                    lines[i] = Boxes.Set(lines[i].TrimEnd('\r'), !box.IsTicked) + (lines[i].EndsWith('\r') ? "\r" : "");
                }
            }

            if (item is not null)
            {
                _boxes[item] = !box.IsTicked;
            }
        }

        private void SwapBlocks(List<string> lines)
        {
            if (Spans(lines) is not { Count: > 1 } spans)
            {
                return;
            }

            var (a, b) = (_random.Next(spans.Count - 1), spans.Count - 1);
            var ((from, to), (second, end)) = (spans[a], spans[b]);
            List<string> swapped = [.. lines[..from], .. lines[second..(end + 1)], .. lines[(to + 1)..second], .. lines[from..(to + 1)], .. lines[(end + 1)..]];
            lines.Clear();
            lines.AddRange(swapped);
        }

        private void RemoveBlock(List<string> lines)
        {
            if (Spans(lines) is not { Count: > 0 } spans)
            {
                return;
            }

            var (from, to) = spans[_random.Next(spans.Count)];
            var removed = string.Join('\n', lines[from..(to + 1)]);
            lines.RemoveRange(from, to - from + 1);
            var left = string.Join('\n', lines);
            _words.RemoveAll(w => !left.Contains(w, StringComparison.Ordinal));
            foreach (var item in _boxes.Keys.Where(i => removed.Contains($"**{i}:**", StringComparison.Ordinal)).ToList())
            {
                _boxes.Remove(item);
            }
        }

        private void RemoveMarkers(List<string> lines)
        {
            if (Spans(lines) is not { Count: > 0 } spans)
            {
                return;
            }

            var (from, to) = spans[_random.Next(spans.Count)];
            foreach (var item in _boxes.Keys.Where(i => lines[from..to].Exists(l => l.Contains($"**{i}:**", StringComparison.Ordinal))).ToList())
            {
                _boxes.Remove(item);
            }

            lines.RemoveAt(to);
            lines.RemoveAt(from);
        }

        private static List<(int From, int To)> Spans(List<string> lines)
        {
            List<(int, int)> spans = [];
            for (int i = 0, from = -1; i < lines.Count; i++)
            {
                var marker = Marker.Parse(lines[i]);
                (from, _) = marker?.Kind == Marker.Begin ? (i, 0) : (from, 0);
                if (marker?.Kind == Marker.End && from >= 0)
                {
                    spans.Add((from, i));
                    from = -1;
                }
            }

            return spans;
        }

        private string Tell(string what, string text) => $"seed {seed}: {what}; {string.Join(' ', _log)}\n{_file}\n=> \n{text}";

        private static FencedDocument Document(int version, int blocks)
        {
            // Some parts change with the version, others with each second one.
            var half = version / 2;
            DocumentBlock[] all =
            [
                new("summary", $"## Summary\n\nIt failed {version} times.\n"),
                new("timeline", $"## Timeline\n\n| When | What |\n|---|---|\n| Total | {half}m |\n"),
                new("resolution", $"## Resolution\n\nSteps {half}:\n\n- [ ] Check the pool\n- [{(half % 2 == 0 ? " " : "x")}] Check the mail\n- [ ] Check the pool\n"),
                new("action-items", $"## Action Items\n\n- [ ] **AI-1:** Watch it\n- [ ] **AI-2:** Fix it, {half}\n- [ ] **AI-3:** Test it\n"),
                new("lessons", "## Lessons\n\nNobody noticed.\n\n```\nsome code\n```\n"),
                new("review", $"## Review\n\n- [ ] Tech Lead - {version}\n"),
            ];
            return FencedDocument.Of(
                new DocumentOwner("eu", "production", "p0-042"),
                [new(DocumentBlock.Title, "# Post-Mortem: Outage\n\n"), .. all.Where((b, i) => Names[i] == b.Name && (blocks & (1 << i)) != 0)],
                ["Tech Lead"]);
        }
    }
}
