using System.Buffers;
using System.Text.Json;

namespace Operator.Prometheus;

/// <summary>
/// Reads an answer of the query API token by token as bytes arrive, so that no answer, however long, is ever held whole.
/// Unknown members are skipped; a member of the wrong shape is a <see cref="JsonException"/>.
/// </summary>
/// <param name="maxSeries">More series are a <see cref="ResponseLimitException"/>.</param>
/// <param name="maxSamples">More samples in all are, too.</param>
internal sealed class PrometheusResponseParser(int maxSeries, int maxSamples)
{
    private const int MaxNotices = 20;
    private const int MaxTextLength = 1000;

    private readonly List<PrometheusSeries> _series = [];
    private readonly List<string> _warnings = [];
    private JsonReaderState _reader;
    private State _state = State.Document;
    private State _afterSkip;
    private int _skipDepth = -1;
    private string _member = "";
    private string _label = "";
    private double _time;
    private int _samples;
    private Dictionary<string, string> _labels = [];
    private List<PrometheusSample> _values = [];
    private bool _single;
    private PrometheusResponse _response = new();

    private enum State
    {
        Document,
        Members,
        MemberValue,
        Notices,
        Data,
        DataValue,
        Result,
        ScalarValue,
        Series,
        SeriesValue,
        Metric,
        LabelValue,
        Pairs,
        PairStart,
        PairTime,
        PairValue,
        PairEnd,
        Skip,
        Done,
    }

    /// <summary>Takes in what has arrived.</summary>
    /// <param name="bytes">What has not been consumed yet.</param>
    /// <param name="last">Whether nothing more will come.</param>
    /// <returns>How many bytes were consumed.</returns>
    public long Feed(in ReadOnlySequence<byte> bytes, bool last)
    {
        var reader = new Utf8JsonReader(bytes, last, _reader);
        try
        {
            while (reader.Read())
            {
                Token(ref reader);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // How the reader says that text is no UTF-8, or that a number is out of range.
            throw new JsonException("text or a number in the answer is not valid", e);
        }

        _reader = reader.CurrentState;
        return reader.BytesConsumed;
    }

    /// <summary>The answer, once everything was fed.</summary>
    public PrometheusResponse Complete() => _state == State.Done
        ? _response with { Series = _series, Warnings = _warnings }
        : throw new JsonException("the answer ends too early");

    private void Token(ref Utf8JsonReader reader)
    {
        switch (_state)
        {
            case State.Skip: Skip(ref reader); break;
            case State.Document: Expect(ref reader, JsonTokenType.StartObject, State.Members); break;
            case State.Members: Name(ref reader, State.MemberValue, State.Done); break;
            case State.MemberValue: Member(ref reader); break;
            case State.Notices: Notice(ref reader); break;
            case State.Data: Name(ref reader, State.DataValue, State.Members); break;
            case State.DataValue: DataMember(ref reader); break;
            case State.Result: Result(ref reader); break;
            case State.ScalarValue: Scalar(ref reader); break;
            case State.Series: SeriesName(ref reader); break;
            case State.SeriesValue: SeriesMember(ref reader); break;
            case State.Metric: Label(ref reader); break;
            case State.LabelValue: LabelValue(ref reader); break;
            case State.Pairs: PairOrEnd(ref reader); break;
            case State.PairStart: Expect(ref reader, JsonTokenType.StartArray, State.PairTime); break;
            case State.PairTime: PairTime(ref reader); break;
            case State.PairValue: PairValue(ref reader); break;
            case State.PairEnd: Expect(ref reader, JsonTokenType.EndArray, _single ? State.Series : State.Pairs); break;
            default: throw Unexpected(ref reader);
        }
    }

    private void Member(ref Utf8JsonReader reader)
    {
        _state = State.Members;
        switch (_member)
        {
            case "status": _response = _response with { Status = Text(ref reader) }; break;
            case "errorType": _response = _response with { ErrorType = Text(ref reader) }; break;
            case "error": _response = _response with { Error = Text(ref reader) }; break;
            case "isPartial" when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                _response = _response with { IsPartial = reader.GetBoolean() };
                break;
            case "warnings" or "infos" when reader.TokenType == JsonTokenType.StartArray: _state = State.Notices; break;
            case "data" when reader.TokenType == JsonTokenType.StartObject: _state = State.Data; break;
            case "data" when reader.TokenType == JsonTokenType.Null: break;
            case "data": throw Unexpected(ref reader);
            default: StartSkip(ref reader, State.Members); break;
        }
    }

    private void Notice(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _state = State.Members;
            return;
        }

        var text = Text(ref reader) ?? "";
        if (_warnings.Count < MaxNotices)
        {
            _warnings.Add(text);
        }
    }

    private void DataMember(ref Utf8JsonReader reader)
    {
        _state = State.Data;
        if (string.Equals(_member, "resultType", StringComparison.Ordinal))
        {
            _response = _response with { ResultType = Text(ref reader) };
        }
        else if (string.Equals(_member, "result", StringComparison.Ordinal))
        {
            _response = _response with { HasResult = true };
            Expect(ref reader, JsonTokenType.StartArray, State.Result);
        }
        else
        {
            StartSkip(ref reader, State.Data);
        }
    }

    private void Result(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.EndArray:
                _state = State.Data;
                break;
            case JsonTokenType.StartObject when _series.Count >= maxSeries:
                throw new ResponseLimitException($"{maxSeries} series");
            case JsonTokenType.StartObject:
                (_labels, _values, _state) = (new Dictionary<string, string>(StringComparer.Ordinal), [], State.Series);
                break;
            case JsonTokenType.Number when _response.Scalar is null:
                (_time, _state) = (reader.GetDouble(), State.ScalarValue);
                break;
            default:
                throw Unexpected(ref reader);
        }
    }

    private void Scalar(ref Utf8JsonReader reader)
    {
        _response = _response with { Scalar = Sample(ref reader) };
        _state = State.Result;
    }

    private void SeriesName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _series.Add(new PrometheusSeries(_labels, _values));
            _state = State.Result;
            return;
        }

        Name(ref reader, State.SeriesValue, State.Result);
    }

    private void SeriesMember(ref Utf8JsonReader reader)
    {
        switch (_member)
        {
            case "metric": Expect(ref reader, JsonTokenType.StartObject, State.Metric); break;
            case "value":
                _single = true;
                Expect(ref reader, JsonTokenType.StartArray, State.PairTime);
                break;
            case "values":
                _single = false;
                Expect(ref reader, JsonTokenType.StartArray, State.Pairs);
                break;
            default:
                _response = _response with { HasHistograms = _response.HasHistograms || _member.StartsWith("histogram", StringComparison.Ordinal) };
                StartSkip(ref reader, State.Series);
                break;
        }
    }

    private void Label(ref Utf8JsonReader reader)
    {
        Name(ref reader, State.LabelValue, State.Series);
        _label = _member;
    }

    private void LabelValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Unexpected(ref reader);
        }

        _labels[_label] = reader.GetString()!;
        _state = State.Metric;
    }

    private void PairOrEnd(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _state = State.Series;
            return;
        }

        Expect(ref reader, JsonTokenType.StartArray, State.PairTime);
    }

    private void PairTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw Unexpected(ref reader);
        }

        (_time, _state) = (reader.GetDouble(), State.PairValue);
    }

    private void PairValue(ref Utf8JsonReader reader)
    {
        if (++_samples > maxSamples)
        {
            throw new ResponseLimitException($"{maxSamples} samples");
        }

        _values.Add(Sample(ref reader));
        _state = State.PairEnd;
    }

    private PrometheusSample Sample(ref Utf8JsonReader reader)
    {
        // Years 1970 to 9999: what DateTimeOffset can hold.
        if (reader.TokenType != JsonTokenType.String || !(_time >= 0 && _time < 253402300799d))
        {
            throw Unexpected(ref reader);
        }

        return new PrometheusSample((long)Math.Round(_time * 1000), SampleValue.Parse(reader.GetString()!));
    }

    private void Name(ref Utf8JsonReader reader, State value, State end)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _state = end;
            return;
        }

        _member = reader.GetString()!;
        _state = value;
    }

    private void StartSkip(ref Utf8JsonReader reader, State after)
    {
        _state = after;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            (_skipDepth, _afterSkip, _state) = (reader.CurrentDepth, after, State.Skip);
        }
    }

    private void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && reader.CurrentDepth == _skipDepth)
        {
            _state = _afterSkip;
        }
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType token, State next) =>
        _state = reader.TokenType == token ? next : throw Unexpected(ref reader);

    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Unexpected(ref reader);
        return text.Length <= MaxTextLength ? text : text[..MaxTextLength];
    }

    private static JsonException Unexpected(ref Utf8JsonReader reader) => new($"unexpected {reader.TokenType}");
}
