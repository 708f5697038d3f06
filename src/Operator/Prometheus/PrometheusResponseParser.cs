using System.Buffers;
using System.Text.Json;

namespace Operator.Prometheus;

/// <summary>
/// Reads an answer of the query API token by token as bytes arrive, so that no answer, however long, is ever held whole.
/// Unknown members are skipped; a member of the wrong shape is a <see cref="JsonException"/>.
/// </summary>
internal sealed class PrometheusResponseParser
{
    private const int MaxNotices = 20;

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
        Done,
    }

    private readonly int _maxSeries;
    private readonly ValueSkipper _skipper = new();
    private readonly SeriesParser _seriesParser;
    private readonly List<PrometheusSeries> _series = [];
    private readonly List<string> _warnings = [];
    private JsonReaderState _reader;
    private State _state = State.Document;
    private string _member = "";
    private double _scalarSeconds;
    private PrometheusResponse _response = new();

    /// <summary>Creates a parser for one answer.</summary>
    /// <param name="maxSeries">More series are a <see cref="ResponseLimitException"/>.</param>
    /// <param name="maxSamples">More samples in all are, too.</param>
    public PrometheusResponseParser(int maxSeries, int maxSamples)
    {
        _maxSeries = maxSeries;
        _seriesParser = new SeriesParser(maxSamples, _skipper);
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
                if (_skipper.IsSkipping)
                {
                    _skipper.Skip(ref reader);
                }
                else
                {
                    Take(ref reader);
                }
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // How the reader says that text is not UTF-8, or that a number is out of range.
            throw new JsonException("text or a number in the answer is not valid", e);
        }

        _reader = reader.CurrentState;
        return reader.BytesConsumed;
    }

    /// <summary>The answer, once everything was fed.</summary>
    public PrometheusResponse Complete() => _state == State.Done
        ? _response with { Series = _series, Warnings = _warnings, HasHistograms = _seriesParser.HasHistograms }
        : throw new JsonException("the answer ends too early");

    private void Take(ref Utf8JsonReader reader)
    {
        switch (_state)
        {
            case State.Series: Series(ref reader); break;
            case State.Document: Expect(ref reader, JsonTokenType.StartObject, State.Members); break;
            case State.Members: Name(ref reader, State.MemberValue, State.Done); break;
            case State.MemberValue: Member(ref reader); break;
            case State.Notices: Notice(ref reader); break;
            case State.Data: Name(ref reader, State.DataValue, State.Members); break;
            case State.DataValue: DataMember(ref reader); break;
            case State.Result: Result(ref reader); break;
            case State.ScalarValue: Scalar(ref reader); break;
            default: throw ResponseTokens.Unexpected(ref reader);
        }
    }

    private void Member(ref Utf8JsonReader reader)
    {
        _state = State.Members;
        switch (_member)
        {
            case "status": _response = _response with { Status = ResponseTokens.Text(ref reader) }; break;
            case "errorType": _response = _response with { ErrorType = ResponseTokens.Text(ref reader) }; break;
            case "error": _response = _response with { Error = ResponseTokens.Text(ref reader) }; break;
            case "isPartial" when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                _response = _response with { IsPartial = reader.GetBoolean() };
                break;
            case "warnings" or "infos" when reader.TokenType == JsonTokenType.StartArray: _state = State.Notices; break;
            case "data" when reader.TokenType == JsonTokenType.Null: break;
            case "data": Expect(ref reader, JsonTokenType.StartObject, State.Data); break;
            default: _skipper.Start(ref reader); break;
        }
    }

    private void Notice(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _state = State.Members;
            return;
        }

        var text = ResponseTokens.Text(ref reader) ?? "";
        if (_warnings.Count < MaxNotices)
        {
            _warnings.Add(text);
        }
    }

    private void DataMember(ref Utf8JsonReader reader)
    {
        _state = State.Data;
        switch (_member)
        {
            case "resultType":
                _response = _response with { ResultType = ResponseTokens.Text(ref reader) };
                break;
            case "result":
                _response = _response with { HasResult = true };
                Expect(ref reader, JsonTokenType.StartArray, State.Result);
                break;
            default:
                _skipper.Start(ref reader);
                break;
        }
    }

    private void Result(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.EndArray:
                _state = State.Data;
                break;
            case JsonTokenType.StartObject when _series.Count >= _maxSeries:
                throw new ResponseLimitException($"{_maxSeries} series");
            case JsonTokenType.StartObject:
                _seriesParser.Start();
                _state = State.Series;
                break;
            case JsonTokenType.Number when _response.Scalar is null:
                (_scalarSeconds, _state) = (reader.GetDouble(), State.ScalarValue);
                break;
            default:
                throw ResponseTokens.Unexpected(ref reader);
        }
    }

    private void Scalar(ref Utf8JsonReader reader)
    {
        _response = _response with { Scalar = ResponseTokens.Sample(ref reader, _scalarSeconds) };
        _state = State.Result;
    }

    private void Series(ref Utf8JsonReader reader)
    {
        if (_seriesParser.Take(ref reader) is { } series)
        {
            _series.Add(series);
            _state = State.Result;
        }
    }

    private void Name(ref Utf8JsonReader reader, State value, State end) =>
        (_member, _state) = reader.TokenType == JsonTokenType.EndObject ? (_member, end) : (reader.GetString()!, value);

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, State next)
    {
        ResponseTokens.Require(ref reader, type);
        _state = next;
    }
}
