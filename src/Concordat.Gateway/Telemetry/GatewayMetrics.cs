using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Concordat.Agreements;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Ledger.Fleet;
using Concordat.Ledger.Witnessing;
using Concordat.Oversight.Meters;
using static Concordat.Gateway.Telemetry.MetricsText;

namespace Concordat.Gateway.Telemetry;

/// <summary>
/// Counts verdicts, requests and durations, for the .NET meter and for <c>/metrics</c>. Labels are bounded: operations, statuses,
/// and registered use cases only. Thread-safe; counting allocates nothing once a label has been seen.
/// </summary>
internal sealed class GatewayMetrics : IDisposable
{
    private readonly ConcurrentDictionary<(string UseCase, string Phase, VerdictKind Verdict), StrongBox<long>> _verdicts = new();
    private readonly ConcurrentDictionary<(string UseCase, string Phase), StrongBox<long>> _continued = new();
    private readonly ConcurrentDictionary<(string Operation, int Status), StrongBox<long>> _requests = new();
    private readonly ConcurrentDictionary<string, Histogram> _durations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StrongBox<long>> _caseActs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StrongBox<long>> _notices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StrongBox<long>> _refused = new(StringComparer.Ordinal);
    private readonly MeterMetrics _meters = new();
    private readonly Meter _meter = new(Names.Meter);
    private readonly TimeProvider _time;

    public GatewayMetrics(TimeProvider time)
    {
        _time = time;
        _meter.CreateObservableCounter(
            "concordat.verdicts",
            () => _verdicts.Select(pair => new Measurement<long>(
                Volatile.Read(ref pair.Value.Value),
                new KeyValuePair<string, object?>("concordat.use_case", pair.Key.UseCase),
                new KeyValuePair<string, object?>("concordat.phase", pair.Key.Phase),
                new KeyValuePair<string, object?>("concordat.verdict", Recorder.VerdictName(pair.Key.Verdict)))));
        _meter.CreateObservableCounter(
            "concordat.requests",
            () => _requests.Select(pair => new Measurement<long>(
                Volatile.Read(ref pair.Value.Value),
                new KeyValuePair<string, object?>("gen_ai.operation.name", pair.Key.Operation),
                new KeyValuePair<string, object?>("http.response.status_code", pair.Key.Status))));
    }

    public void Decided(Exchange exchange, string phase, Verdict verdict)
    {
        Interlocked.Increment(ref _verdicts.GetOrAdd((exchange.UseCase.Id, phase, verdict.Kind), static _ => new StrongBox<long>()).Value);
        if (verdict.IsContinued)
        {
            Interlocked.Increment(ref _continued.GetOrAdd((exchange.UseCase.Id, phase), static _ => new StrongBox<long>()).Value);
        }
    }

    /// <param name="result">What a person did with a case, or the code of what was refused.</param>
    public void CaseActed(string result) => Interlocked.Increment(ref _caseActs.GetOrAdd(result, static _ => new StrongBox<long>()).Value);

    /// <param name="result">What became of a notice: <c>told</c>, <c>failed</c> or <c>passed-over</c>.</param>
    public void Noticed(string result) => Interlocked.Increment(ref _notices.GetOrAdd(result, static _ => new StrongBox<long>()).Value);

    /// <param name="budget">The budget that a request was over.</param>
    public void Refused(string budget) => Interlocked.Increment(ref _refused.GetOrAdd(budget, static _ => new StrongBox<long>()).Value);

    /// <summary>What the meters of persons showed for a text, and whether it was counted in.</summary>
    public void Counted(Exchange exchange, MeterReading reading, bool kept) => _meters.Counted(exchange.UseCase.Id, reading, kept);

    /// <summary>A tool call whose effect people must authorize was proposed.</summary>
    public void Proposed(Exchange exchange, bool force, ApprovalPace pace) => _meters.Proposed(exchange.UseCase.Id, force, pace);

    public void Ended(Exchange exchange, int status)
    {
        var operation = exchange.Dialect.Operation;
        Interlocked.Increment(ref _requests.GetOrAdd((operation, status), static _ => new StrongBox<long>()).Value);
        _durations.GetOrAdd(operation, static _ => new Histogram()).Add(_time.GetUtcNow() - exchange.Began);
    }

    /// <summary>The Prometheus text format, version 0.0.4.</summary>
    public string Render(int inFlight, LedgerWriter ledger, WitnessStatus? witnesses, FleetStatus? fleet)
    {
        var text = new StringBuilder(2048);
        Header(text, Names.Verdicts, "counter", "Verdicts by use case, phase and kind.");
        foreach (var ((useCase, phase, verdict), count) in _verdicts.OrderBy(pair => pair.Key.UseCase, StringComparer.Ordinal))
        {
            Line(text, Names.Verdicts,
                $"use_case=\"{Escape(useCase)}\",phase=\"{phase}\",verdict=\"{Recorder.VerdictName(verdict)}\"", Volatile.Read(ref count.Value));
        }

        Header(text, Names.Continued, "counter", "Permits with notice, by use case and phase: certified work that went on in spite of a grey area.");
        foreach (var ((useCase, phase), count) in _continued.OrderBy(pair => pair.Key))
        {
            Line(text, Names.Continued, $"use_case=\"{Escape(useCase)}\",phase=\"{phase}\"", Volatile.Read(ref count.Value));
        }

        Header(text, Names.Requests, "counter", "Requests of valid keys by operation and HTTP status.");
        foreach (var ((operation, status), count) in _requests.OrderBy(pair => pair.Key))
        {
            Line(text, Names.Requests, string.Create(CultureInfo.InvariantCulture, $"operation=\"{operation}\",status=\"{status}\""), Volatile.Read(ref count.Value));
        }

        Header(text, Names.CaseActs, "counter", "Signed statements about cases, by what was done or why it was refused.");
        foreach (var (result, count) in _caseActs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line(text, Names.CaseActs, $"result=\"{result}\"", Volatile.Read(ref count.Value));
        }

        Header(text, Names.Notices, "counter", "Notices of cases to people and programs, by what became of them.");
        foreach (var (result, count) in _notices.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line(text, Names.Notices, $"result=\"{result}\"", Volatile.Read(ref count.Value));
        }

        Header(text, Names.BudgetRefused, "counter", "Requests refused, by the budget that they were over.");
        foreach (var (budget, count) in _refused.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line(text, Names.BudgetRefused, $"budget=\"{Escape(budget)}\"", Volatile.Read(ref count.Value));
        }

        Header(text, Names.Duration, "histogram", "From admission to the last byte, in seconds.");
        foreach (var (operation, histogram) in _durations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            RenderHistogram(text, operation, histogram);
        }

        _meters.Render(text);
        Gauge(text, Names.InFlight, "Requests in flight.", inFlight);
        LedgerMetrics.Render(text, ledger);
        if (witnesses is not null)
        {
            WitnessMetrics.Render(text, witnesses, _time.GetUtcNow());
        }

        if (fleet is not null)
        {
            FleetMetrics.Render(text, fleet, _time.GetUtcNow());
        }

        return text.ToString();
    }

    public void Dispose() => _meter.Dispose();

    private static void RenderHistogram(StringBuilder text, string operation, Histogram histogram)
    {
        long total = 0;
        for (var i = 0; i < Histogram.Bounds.Length; i++)
        {
            total += histogram.Count(i);
            Line(text, Names.Duration + "_bucket",
                string.Create(CultureInfo.InvariantCulture, $"gen_ai_operation_name=\"{operation}\",le=\"{Histogram.Bounds[i]}\""), total);
        }

        total += histogram.Count(Histogram.Bounds.Length);
        Line(text, Names.Duration + "_bucket", $"gen_ai_operation_name=\"{operation}\",le=\"+Inf\"", total);
        text.Append(CultureInfo.InvariantCulture, $"{Names.Duration}_sum{{gen_ai_operation_name=\"{operation}\"}} {histogram.Sum}\n");
        Line(text, Names.Duration + "_count", $"gen_ai_operation_name=\"{operation}\"", total);
    }
}
