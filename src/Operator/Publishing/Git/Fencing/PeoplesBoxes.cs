namespace Operator.Publishing.Git.Fencing;

/// <summary>
/// The boxes of a block as people left them. The block's marker says what the operator wrote (<c>ticked</c>), which boxes it left as people
/// had set them although the document says otherwise (<c>kept</c>), and what they had said by then (<c>said</c>), so that setting a box back
/// is a statement too.
/// </summary>
internal sealed class PeoplesBoxes
{
    private const string Kept = "kept";

    /// <summary>The attribute of a block that names what people had said when it was written.</summary>
    public const string Said = "said";

    private readonly FencedDocument _document;
    private readonly Dictionary<string, Box> _peoples = new(StringComparer.Ordinal);
    private readonly List<string> _keptBesideOld = [];
    private readonly List<string> _keptBesideNew = [];
    private readonly List<string> _said = [];

    /// <summary>Compares.</summary>
    /// <param name="document">The newer document, which knows whose boxes there are.</param>
    /// <param name="said">What people are known to have said last.</param>
    /// <param name="begin">The block's marker.</param>
    /// <param name="content">The block's lines.</param>
    /// <param name="newer">What is ticked in the newer block.</param>
    public PeoplesBoxes(FencedDocument document, IReadOnlyDictionary<string, bool> said, Marker begin, string[] content, IEnumerable<string> newer)
    {
        _document = document;
        var (written, kept, saidThen) = (begin.Set("ticked"), begin.Set(Kept), begin.Set(Said));
        var ticked = newer.ToHashSet(StringComparer.Ordinal);
        var heard = BlockBoxes.Heard(document, begin.Name);
        foreach (var boxes in BlockBoxes.Of(document, content).GroupBy(b => b.Subject, b => b.Box, StringComparer.Ordinal))
        {
            // Copies of a box that contradict each other say nothing.
            var (subject, box) = (boxes.Key, boxes.First());
            if (boxes.Any(b => b.IsTicked != box.IsTicked))
            {
                continue;
            }

            var isMoved = box.IsTicked != written.Contains(subject);
            if (!heard.Contains(subject))
            {
                if (isMoved)
                {
                    _peoples[subject] = box;
                }

                continue;
            }

            var isSaid = said.GetValueOrDefault(subject);
            var isNews = box.IsTicked != isSaid && (isMoved || kept.Contains(subject) || isSaid != saidThen.Contains(subject));
            Add(News, box, isNews);
            Add(_said, subject, isSaid);
            Add(_keptBesideOld, subject, isNews || (isMoved && box.IsTicked == isSaid));
            Add(_keptBesideNew, subject, isNews || (isMoved && box.IsTicked == isSaid && box.IsTicked != ticked.Contains(subject)));
            if (isMoved || isNews)
            {
                _peoples[subject] = box;
            }
        }
    }

    /// <summary>Boxes by which people say something that is not known yet.</summary>
    public List<Box> News { get; } = [];

    /// <summary>The marker of a block whose lines stay.</summary>
    public Marker Keep(Marker begin) => With(begin, _keptBesideOld);

    /// <summary>Sets boxes of the newer block as people set them; its marker says what the operator would write.</summary>
    /// <param name="fenced">The newer block with its markers.</param>
    public IEnumerable<string> Set(List<string> fenced)
    {
        foreach (var (box, subject) in BlockBoxes.Of(_document, fenced).ToList())
        {
            if (_peoples.TryGetValue(subject, out var person))
            {
                fenced[box.Line] = Boxes.Set(fenced[box.Line], person.IsTicked);
            }
        }

        fenced[0] = With(Marker.Parse(fenced[0])!, _keptBesideNew).ToString();
        return fenced;
    }

    private Marker With(Marker begin, List<string> kept) => begin.With(Kept, string.Join(',', kept)).With(Said, string.Join(',', _said));

    private static void Add<T>(List<T> list, T item, bool isWanted)
    {
        if (isWanted)
        {
            list.Add(item);
        }
    }
}
