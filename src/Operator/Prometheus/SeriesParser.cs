using System.Text.Json;

namespace Operator.Prometheus;

/// <summary>Reads the series of an answer, one after the other, token by token.</summary>
/// <param name="maxSamples">More samples in all series are a <see cref="ResponseLimitException"/>.</param>
/// <param name="skipper">Told of the values that nobody reads.</param>
internal sealed class SeriesParser(int maxSamples, ValueSkipper skipper)
{
    private enum State
    {
        Members,
        MemberValue,
        Labels,
        LabelValue,
        Pairs,
        PairTime,
        PairValue,
        PairEnd,
    }

    private State _state;
    private string _member = "";
    private string _label = "";
    private bool _single;
    private double _seconds;
    private int _sampleCount;
    private Dictionary<string, string> _labels = [];
    private List<PrometheusSample> _samples = [];

    /// <summary>Whether a series had native histograms, which are skipped.</summary>
    public bool HasHistograms { get; private set; }

    /// <summary>Begins a series, whose opening brace was read.</summary>
    public void Start() => (_labels, _samples, _state) = (new Dictionary<string, string>(StringComparer.Ordinal), [], State.Members);

    /// <summary>Takes the next token; with the closing brace the series is whole and returned.</summary>
    public PrometheusSeries? Take(ref Utf8JsonReader reader)
    {
        switch (_state)
        {
            case State.Members when reader.TokenType == JsonTokenType.EndObject: return new PrometheusSeries(_labels, _samples);
            case State.Members: (_member, _state) = (reader.GetString()!, State.MemberValue); break;
            case State.MemberValue: Member(ref reader); break;
            case State.Labels when reader.TokenType == JsonTokenType.EndObject: _state = State.Members; break;
            case State.Labels: (_label, _state) = (reader.GetString()!, State.LabelValue); break;
            case State.LabelValue: LabelValue(ref reader); break;
            case State.Pairs when reader.TokenType == JsonTokenType.EndArray: _state = State.Members; break;
            case State.Pairs: Expect(ref reader, JsonTokenType.StartArray, State.PairTime); break;
            case State.PairTime: PairTime(ref reader); break;
            case State.PairValue: PairValue(ref reader); break;
            case State.PairEnd: Expect(ref reader, JsonTokenType.EndArray, _single ? State.Members : State.Pairs); break;
            default: throw ResponseTokens.Unexpected(ref reader);
        }

        return null;
    }

    private void Member(ref Utf8JsonReader reader)
    {
        switch (_member)
        {
            case "metric":
                Expect(ref reader, JsonTokenType.StartObject, State.Labels);
                break;
            case "value":
                _single = true;
                Expect(ref reader, JsonTokenType.StartArray, State.PairTime);
                break;
            case "values":
                _single = false;
                Expect(ref reader, JsonTokenType.StartArray, State.Pairs);
                break;
            default:
                HasHistograms |= _member.StartsWith("histogram", StringComparison.Ordinal);
                skipper.Start(ref reader);
                _state = State.Members;
                break;
        }
    }

    private void LabelValue(ref Utf8JsonReader reader)
    {
        ResponseTokens.Require(ref reader, JsonTokenType.String);
        _labels[_label] = reader.GetString()!;
        _state = State.Labels;
    }

    private void PairTime(ref Utf8JsonReader reader)
    {
        ResponseTokens.Require(ref reader, JsonTokenType.Number);
        (_seconds, _state) = (reader.GetDouble(), State.PairValue);
    }

    private void PairValue(ref Utf8JsonReader reader)
    {
        if (++_sampleCount > maxSamples)
        {
            throw new ResponseLimitException($"{maxSamples} samples");
        }

        _samples.Add(ResponseTokens.Sample(ref reader, _seconds));
        _state = State.PairEnd;
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, State next)
    {
        ResponseTokens.Require(ref reader, type);
        _state = next;
    }
}
