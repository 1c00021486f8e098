using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Oversight.Cases;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Release;

/// <summary>
/// Decides one answer while it is received: its text whenever the findings change, each tool call once it is whole.
/// Keeps the most severe verdict. Not thread-safe; one per answer.
/// </summary>
internal sealed class AnswerVerdicts(Exchange exchange, AnswerInspection inspection, DecideStage decide)
{
    /// <summary>Most tool calls that one answer may propose; with more it is withheld undecided, so that each fits into its entry.</summary>
    public const int MaxCalls = 64;

    /// <summary>Longest tool name that is looked up, in characters.</summary>
    public const int MaxToolName = 128;

    private readonly List<DecidedCall> _calls = [];
    private readonly List<Part> _waiting = [];
    private readonly List<(Part Part, string Case)> _granted = []; // let through by a grant that is not used yet
    private SettledVerdict? _text; // the newest on the text
    private bool _broad;
    private int _counted;
    private Facts? _lastFacts;
    private TopicFacts? _topics; // as they were found, whatever a judge left of them
    private UninspectableKinds _uninspectable;

    /// <summary>The most severe verdict so far; null until the first decision.</summary>
    public Verdict? Worst { get; private set; }

    /// <summary>Facts under the most severe verdict.</summary>
    public Facts Facts { get; private set; } = null!;

    /// <summary>The case opened for the most severe verdict.</summary>
    public string? Case { get; private set; }

    public IReadOnlyList<DecidedCall> Calls => _calls;

    /// <summary>A hold of the text is settled once all of it is there, so that a case can be about exactly this answer.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Something goes by a grant, which is used when all of the answer is known to go: until then nothing more of it leaves.</summary>
    public bool AwaitsUse => _granted.Count > 0;

    /// <summary>The answer is held, and has no case yet; <see cref="SettleAsync"/> asks for one.</summary>
    public bool AwaitsEnd => _waiting.Count > 0 && Worst is { Kind: VerdictKind.Hold };

    /// <summary>A clause asks that persons be masked, alone or beside clauses that hold: what people may let out is the masked answer.</summary>
    public bool AwaitsMask => AwaitsEnd && _waiting.Exists(static part => part.Verdict.AsksForMask);

    /// <summary>Something was found since the last decision; as long as nothing is found, the first decision stands.</summary>
    public bool IsStale(UninspectableKinds uninspectable)
    {
        if (_lastFacts is not { } last || uninspectable != _uninspectable)
        {
            return true;
        }

        var findings = inspection.Findings;
        return findings.Any
            && (findings.PersonKeys.Count != _counted
                || findings.Topics != _topics
                || findings.Persons with { InWindow = last.Persons.InWindow } != last.Persons
                || findings.Label(exchange.Deployment.Ceiling) != last.Label
                || findings.Content with { Strings = last.Content.Strings, Bytes = last.Content.Bytes } != last.Content);
    }

    /// <summary>Why the case that the client named did not release it, or that it did.</summary>
    public string? Release { get; private set; }

    /// <summary>The answer as a whole; empty while it is streamed.</summary>
    public ReadOnlyMemory<byte> Answer { get; set; }

    /// <summary>Decides the text received so far.</summary>
    public async ValueTask DecideTextAsync(UninspectableKinds uninspectable, CancellationToken cancellationToken)
    {
        _uninspectable = uninspectable;
        await CountPersonsAsync(() => DecideText().Verdict, cancellationToken).ConfigureAwait(false);
        var (verdict, facts) = DecideText();
        (_lastFacts, _topics) = (facts, inspection.Findings.Topics);
        await TakeAsync(verdict, facts, call: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Decides one whole tool call.</summary>
    public async ValueTask DecideCallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        exchange.Answer?.Add(call);
        var name = NameOf(call);
        var tool = FactsBuilder.Call(exchange.Model.Tools, name, call.Arguments, exchange.OfferedTools.Offered);
        if (_calls.Count >= exchange.CallsCounted)
        {
            exchange.CallsCounted = _calls.Count + 1; // decided again, once people decided or persons are masked, it is the same call
            await decide.Meters.CountCallAsync(exchange, tool.Effect, cancellationToken).ConfigureAwait(false);
        }

        await CountPersonsAsync(() => DecideTool(tool).Verdict, cancellationToken).ConfigureAwait(false);
        var (verdict, facts) = DecideTool(tool);
        await TakeAsync(verdict, facts, call, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name by which a call is looked up and recorded.</summary>
    public static string NameOf(ToolCall call) =>
        call.Name.Length is > 0 and <= MaxToolName && !call.Name.Any(char.IsControl) ? call.Name : "(unnamed)";

    private (Verdict Verdict, Facts Facts) DecideText()
    {
        var facts = FactsBuilder.OfAnswer(exchange, inspection.Findings, _uninspectable, exchange.OfferedTools);
        return DecideStage.Decide(exchange, AgreementActions.Answer, exchange.Route.Resource, facts, exchange.Deployment.Bound, exchange.AnswerJudgement);
    }

    private (Verdict Verdict, Facts Facts) DecideTool(ToolFacts tool)
    {
        var facts = FactsBuilder.OfAnswer(exchange, inspection.Findings, _uninspectable, tool);
        var resource = new Cedar.EntityUid(EntityTypes.Tool, tool.Name);
        return DecideStage.Decide(exchange, AgreementActions.ToolCall, resource, facts, exchange.Deployment.Bound, exchange.AnswerJudgement);
    }

    private async ValueTask TakeAsync(Verdict found, Facts facts, ToolCall? call, CancellationToken cancellationToken)
    {
        // Where people have said no to the like, it is held as any: a streamed text is then settled when all of it is there.
        var verdict = await decide.HeedAsync(exchange, found, cancellationToken).ConfigureAwait(false);
        var awaits = verdict.Kind == VerdictKind.Hold && (verdict.AsksForMask || (IsStreamed && call is null));
        if (awaits)
        {
            // What is found later is found besides: of the text the newest decision speaks for all of it.
            _waiting.RemoveAll(earlier => call is null && earlier.Call is null);
            _waiting.Add(new Part(verdict, facts, call, _calls.Count));
        }

        var (settled, opened, release) = verdict is { Kind: VerdictKind.Permit, IsContinued: false } || awaits
            ? new SettledVerdict(verdict, null)
            : await SettleOneAsync(new Part(verdict, facts, call, _calls.Count), cancellationToken).ConfigureAwait(false);
        if (call is not null)
        {
            var arguments = new byte[Commitments.Size];
            Commitments.Commit(exchange.Salt, CommitmentKind.ToolArguments, call.Arguments, arguments);
            _calls.Add(new DecidedCall(facts.Tool, arguments, settled, opened, release));
        }

        if (call is null && !awaits)
        {
            _text = new SettledVerdict(settled, opened, release);
        }

        if (Worst is null || settled.IsHarderThan(Worst) || (call is null && settled.IsContinued && Worst.IsContinued) || (awaits && call is null && Worst.Kind == VerdictKind.Hold))
        {
            (Worst, Facts, Case, Release) = (settled, facts, opened, release);
        }
        else
        {
            Worst = Worst.Citing(settled);
        }
    }

    /// <summary>The answer was masked: the ledger tells what was found before.</summary>
    public void Report(Facts found) => Facts = found;

    /// <summary>Puts what is held before people, or lets the case that the client named release it; may be asked again once people have decided.</summary>
    public async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var earlier in _granted.Where(each => _waiting.Contains(each.Part)).ToList())
        {
            _granted.Remove(earlier);
            exchange.Granted.RemoveAll(each => each.Use.Id.Value == earlier.Case);
        }

        SettledVerdict? worst = null;
        foreach (var part in _waiting)
        {
            var settled = await SettleAgainAsync(part, cancellationToken).ConfigureAwait(false);
            worst = worst is null || settled.Verdict.IsHarderThan(worst.Value.Verdict) ? settled : worst;
        }

        if (AwaitsEnd && worst is { } found)
        {
            (Worst, Case, Release) = (found.Verdict, found.Case, found.Release);
            Harden();
        }

        if (Worst is not { Kind: VerdictKind.Hold })
        {
            _waiting.Clear();
        }
    }

    /// <summary>
    /// Uses up the grants that let the answer go, where all of it goes; else none of them is. What one of them lets through no more, as it was
    /// used meanwhile, is settled anew.
    /// </summary>
    public async ValueTask UseAsync(CancellationToken cancellationToken)
    {
        Harden();
        while (Worst is { Kind: VerdictKind.Permit } && !await decide.UseAsync(exchange).ConfigureAwait(false))
        {
            Part[] parts = [.. _granted.Select(static each => each.Part)];
            _granted.Clear();
            foreach (var part in parts)
            {
                await SettleAgainAsync(part, cancellationToken).ConfigureAwait(false);
            }

            Harden();
        }

        if (Worst is { Kind: VerdictKind.Permit })
        {
            _granted.Clear();
        }
        else
        {
            Forgo();
        }
    }

    /// <summary>The answer does not go, or not whole: no grant is used for it.</summary>
    public void Forgo()
    {
        exchange.Granted.Clear();
        bool Left(string? by) => _granted.Exists(each => each.Case.Equals(by, StringComparison.Ordinal));
        for (var i = 0; i < _calls.Count; i++)
        {
            _calls[i] = Left(_calls[i].Case) ? _calls[i] with { Release = CaseNames.Unused(_calls[i].Release) } : _calls[i];
        }

        Release = Left(Case) ? CaseNames.Unused(Release) : Release;
        _granted.Clear();
    }

    /// <summary>No part goes by what lets another part go: where any of them may not, neither may the answer.</summary>
    private void Harden()
    {
        if (Worst is not { Kind: VerdictKind.Permit })
        {
            return;
        }

        var parts = _calls.Select(static call => new SettledVerdict(call.Verdict, call.Case, call.Release));
        if ((_text is { } text ? parts.Append(text) : parts).MaxBy(static part => part.Verdict.Kind) is { Verdict.Kind: not VerdictKind.Permit } part)
        {
            (Worst, Case, Release) = (part.Verdict, part.Case, part.Release);
        }
    }

    /// <summary>Settles a part, and takes note of it where it stands.</summary>
    private async ValueTask<SettledVerdict> SettleAgainAsync(Part part, CancellationToken cancellationToken)
    {
        var settled = await SettleOneAsync(part, cancellationToken).ConfigureAwait(false);
        if (part.Call is null)
        {
            _text = settled;
        }
        else
        {
            _calls[part.Index] = _calls[part.Index] with { Verdict = settled.Verdict, Case = settled.Case, Release = settled.Release };
        }

        return settled;
    }

    private async ValueTask<SettledVerdict> SettleOneAsync(Part part, CancellationToken cancellationToken)
    {
        var before = exchange.Granted.Count;
        var settled = await decide.SettleAnswerAsync(exchange, part.Verdict, part.Facts, part.Call, Answer, cancellationToken).ConfigureAwait(false);
        if (exchange.Granted.Count > before)
        {
            _granted.Add((part, settled.Case!));
        }

        return settled;
    }

    private async ValueTask CountPersonsAsync(Func<Verdict> verdict, CancellationToken cancellationToken)
    {
        // Anything new counts anew: who is found later may be another person than a name before, though their number is the same.
        if (inspection.Findings.PersonKeys.Count == _counted)
        {
            return;
        }

        _counted = inspection.Findings.PersonKeys.Count;
        var found = inspection.Findings.CountedPersons;
        await decide.Meters.CountAsync(exchange, found, _broad, () => MeterStage.LetsOut(exchange, verdict().Kind), cancellationToken).ConfigureAwait(false);
        _broad = _broad || MeterStage.IsBroad(found);
    }

    /// <summary>The text, or a tool call and its place among the calls, with what the agreement says of it.</summary>
    private sealed record Part(Verdict Verdict, Facts Facts, ToolCall? Call, int Index);
}
