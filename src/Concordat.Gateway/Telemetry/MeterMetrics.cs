using System.Collections.Concurrent;
using System.Text;
using Concordat.Oversight.Meters;

namespace Concordat.Gateway.Telemetry;

/// <summary>What the meters showed last on this node, by use case. Numbers only: nobody who was looked up, and no caller. Thread-safe.</summary>
internal sealed class MeterMetrics
{
    private static readonly MeterReading Nothing = new(default, default, default, 0, default);

    private readonly ConcurrentDictionary<string, State> _useCases = new(StringComparer.Ordinal);

    public void Counted(string useCase, MeterReading reading, bool kept)
    {
        var state = Of(useCase);
        lock (state)
        {
            // what was refused was taken back: it shows only that somebody asked
            if (kept)
            {
                state.Last = reading;
                state.Joined += reading.Joined;
            }
            else
            {
                state.Refused++;
            }
        }
    }

    public void Proposed(string useCase, bool force, ApprovalPace pace)
    {
        var state = Of(useCase);
        lock (state)
        {
            state.Force += force ? 1 : 0;
            state.Haste = pace.HastyShare;
        }
    }

    public void Render(StringBuilder text)
    {
        var useCases = _useCases.OrderBy(static pair => pair.Key, StringComparer.Ordinal).ToArray();
        MetricsText.Header(text, Names.MeterPersons, "gauge", "Distinct presumed U.S. persons looked up, as last read.");
        foreach (var (useCase, state) in useCases)
        {
            var label = $"use_case=\"{MetricsText.Escape(useCase)}\"";
            MetricsText.Line(text, Names.MeterPersons, $"{label},window=\"hour\"", state.Last.UseCase.Hour);
            MetricsText.Line(text, Names.MeterPersons, $"{label},window=\"day\"", state.Last.UseCase.Day);
            MetricsText.Line(text, Names.MeterPersons, $"{label},window=\"month\"", state.Last.UseCase.Month);
        }

        Each(text, useCases, Names.MeterRefused, "counter", "Texts with persons that were not let out and not counted.", static state => state.Refused);
        Each(text, useCases, Names.MeterJoined, "counter", "Persons that another use case had looked up.", static state => state.Joined);
        Each(text, useCases, Names.MeterBroad, "gauge", "Texts of the last day with more than ten persons, as last read.", static state => state.Last.Broad.Day);
        Each(text, useCases, Names.MeterForce, "counter", "Tool calls proposed that apply force.", static state => state.Force);
        Each(text, useCases, Names.MeterHaste, "gauge", "Of the grants of 30 days, those signed in haste, as last read.", static state => state.Haste);
    }

    private static void Each(StringBuilder text, KeyValuePair<string, State>[] useCases, string name, string type, string help, Func<State, long> value)
    {
        MetricsText.Header(text, name, type, help);
        foreach (var (useCase, state) in useCases)
        {
            MetricsText.Line(text, name, $"use_case=\"{MetricsText.Escape(useCase)}\"", value(state));
        }
    }

    private State Of(string useCase) => _useCases.GetOrAdd(useCase, static _ => new State());

    /// <summary>Written under its own lock; a reader may see numbers of two neighbouring moments.</summary>
    private sealed class State
    {
        public MeterReading Last { get; set; } = Nothing;

        public long Refused { get; set; }

        public long Joined { get; set; }

        public long Force { get; set; }

        public long Haste { get; set; }
    }
}
