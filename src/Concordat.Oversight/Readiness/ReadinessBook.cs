using System.Collections.Immutable;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Rulings;
using Concordat.Oversight.Signers;

namespace Concordat.Oversight.Readiness;

/// <summary>All decisions on readiness that were taken, and the stages that follow. Immutable.</summary>
/// <remarks>A decision counts in the order of the store: up by one stage with the signatures of the whole panel and the evidence of that stage, down with one.</remarks>
public sealed class ReadinessBook
{
    private readonly Dictionary<(string UseCase, string Model), ReadinessState> _states = [];

    private ReadinessBook(RulingTerms terms, long last) => (Terms, Last) = (terms, last);

    public RulingTerms Terms { get; }

    /// <summary>Number of the last row that was read.</summary>
    public long Last { get; }

    /// <summary>The decisions that count, in order.</summary>
    public ImmutableArray<ReadinessDocument> Counted { get; private set; } = [];

    /// <summary>Every stage that was decided.</summary>
    public IEnumerable<ReadinessState> States => _states.Values;

    /// <summary>Reads stored decisions again, signatures included; one that cannot be read, or that nobody had to sign so, counts for nothing.</summary>
    public static ReadinessBook Of(RulingTerms terms, IReadOnlyList<StoredDocument> stored, IReadOnlyList<RevokedSigner> revoked)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(stored);
        var book = new ReadinessBook(terms, stored.Count == 0 ? 0 : stored[^1].Number);
        foreach (var row in stored)
        {
            if (TryRead(row, terms) is { } document && book.FaultOf(document, revoked) is null)
            {
                book.Apply(document, row.Taken);
            }
        }

        return book;
    }

    /// <summary>The stage of a use case with exactly that model, as decisions name it.</summary>
    public ReadinessState Own(string useCase, string model) => _states.GetValueOrDefault((useCase, model)) ?? ReadinessState.None(useCase, model);

    /// <summary>The stage that a request goes by: of its model, else of any model, else not ready.</summary>
    public ReadinessState For(string useCase, string model) =>
        _states.GetValueOrDefault((useCase, model)) ?? _states.GetValueOrDefault((useCase, ReadinessStep.AnyModel)) ?? ReadinessState.None(useCase, model);

    /// <summary>Why a decision does not follow from those before it, as far as its own text and signatures tell; null where it does.</summary>
    /// <param name="came">When it came, where it is new: who was appointed then signs.</param>
    public string? FaultOf(ReadinessDocument document, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset? came = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var step = document.Step;
        var (was, rank) = (Own(step.UseCase, step.Model).Stage, ReadinessStages.Rank(step.Stage));
        var before = ReadinessStages.Rank(was);
        var counted = document.Signers.Where(signer => RulingIntake.Counts(signer, revoked, came) && !signer.RequestsFor.Contains(step.UseCase, StringComparer.Ordinal)).ToList();
        return counted.Count == 0 ? "it is not signed by a reviewer whose key counts and who does not ask for the use case"
            : rank < before ? null
            : !Terms.Quorum.IsFilledAmong([.. counted.Select(static signer => (signer.Party, signer.Role))]) ? $"it is not signed by all who must: {Terms.Quorum}"
            : rank > before + 1 ? $"it goes from {was} to {step.Stage}; the next stage is {ReadinessStages.All[before + 1]}"
            : step.Evidence?.Certificate is null ? $"{step.Stage} rests on a preflight certificate, and the decision names none"
            : rank > 1 && step.Evidence.Evaluation is null ? $"{step.Stage} rests on an evaluation, and the decision names none"
            : null;
    }

    private void Apply(ReadinessDocument document, DateTimeOffset taken)
    {
        var step = document.Step;
        var was = Own(step.UseCase, step.Model);
        _states[(step.UseCase, step.Model)] = new ReadinessState(
            step.UseCase, step.Model, step.Stage, was.Stage.Equals(step.Stage, StringComparison.Ordinal) ? was.Since : taken, step.Limits, step.Id);
        Counted = Counted.Add(document);
    }

    private static ReadinessDocument? TryRead(StoredDocument row, RulingTerms terms)
    {
        try
        {
            return ReadinessReader.Read(row.Envelope, terms) is var document && document.Step.Id.Equals(row.Id, StringComparison.Ordinal) ? document : null;
        }
        catch (ReadinessException)
        {
            return null;
        }
    }
}
