using System.Collections.Immutable;
using System.Globalization;
using Concordat.Gateway.Recording;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Judging;

/// <summary>What a judge said about one request, or one answer. Immutable but for having been counted; belongs to one exchange.</summary>
/// <param name="Model">The model as its server knows it.</param>
/// <param name="Prompt">Hash of what it was asked with.</param>
/// <param name="Lines">The red lines in question; each at most once.</param>
/// <param name="Took">From the first question to the last answer; zero where none was sent.</param>
/// <param name="Usage">What it used; null where it was not reached.</param>
internal sealed record Judgement(string Deployment, string Model, string Prompt, ImmutableArray<JudgedLine> Lines, TimeSpan Took, UsageNote? Usage)
{
    private bool _isCounted;

    public bool Has(RedLine line)
    {
        foreach (var judged in Lines)
        {
            if (judged.Line == line)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The topics without what was cleared; a suspicion that has risen since is not touched.</summary>
    public TopicFacts Clear(TopicFacts topics)
    {
        foreach (var judged in Lines)
        {
            topics = judged.Clears && SuspicionBands.Score(topics, judged.Line) <= judged.Score ? SuspicionBands.Clear(topics, judged.Line) : topics;
        }

        return topics;
    }

    /// <summary>The topics with what was raised.</summary>
    public TopicFacts Raise(TopicFacts topics)
    {
        foreach (var judged in Lines)
        {
            topics = judged.Raises ? SuspicionBands.Raise(topics, judged.Line) : topics;
        }

        return topics;
    }

    /// <summary>This after further questions.</summary>
    public Judgement With(Judgement later) => later with
    {
        Lines = [.. Lines, .. later.Lines],
        Took = Took + later.Took,
        Usage = Usage is not { } first ? later.Usage : later.Usage is not { } second ? first : first with
        {
            Usage = first.Usage.Plus(second.Usage),
            Cost = first.Cost + second.Cost,
        },
    };

    /// <summary>Writes it as entries carry it: no content. What it used stands in the first entry alone, so that it counts once.</summary>
    public void Write(CanonicalWriter json)
    {
        json.BeginObject();
        json.Member("deployment"u8, Deployment);
        if (Took > TimeSpan.Zero)
        {
            json.Member("latency"u8, LatencyOf(Took));
        }

        json.Name("lines"u8);
        json.BeginArray();
        foreach (var judged in Lines)
        {
            json.BeginObject();
            json.Member("answer"u8, JudgeResults.NameOf(judged.Result));
            json.Member("band"u8, BandOf(judged));
            json.Member("line"u8, RedLinePolicy.NameOf(judged.Line));
            json.Member("score"u8, judged.Score);
            json.EndObject();
        }

        json.EndArray();
        json.Member("model"u8, Model);
        json.Member("prompt"u8, Prompt);
        if (Usage is { } usage && !_isCounted)
        {
            _isCounted = true;
            json.Name("usage"u8);
            usage.Write(json);
        }

        json.EndObject();
    }

    private static string BandOf(JudgedLine judged) => judged.Band.ToString().ToLower(CultureInfo.InvariantCulture);

    private static string LatencyOf(TimeSpan took) => took.TotalMilliseconds switch
    {
        < 100 => "under-100ms",
        < 1000 => "under-1s",
        < 10_000 => "under-10s",
        _ => "over-10s",
    };
}
