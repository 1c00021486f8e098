using System.Text.Json;
using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;

namespace Concordat.Gateway.Replaying;

/// <summary>One entry with a verdict, read back into what was decided on.</summary>
/// <param name="Request">Who asked for what, with the recorded facts.</param>
/// <param name="Agreement">Hash of the agreement that decided.</param>
/// <param name="Verdict">The verdict as recorded.</param>
/// <param name="Clauses">The clauses as recorded.</param>
/// <param name="Remedy">The remedy as recorded, or none.</param>
/// <param name="IsReleased">Whether a case or a standing ruling released what the clauses held, or it was let out masked: then the verdict is a permit and names it.</param>
/// <param name="IsContinued">Whether certified work went on, with notice, in spite of the clauses.</param>
/// <param name="IsCertified">Whether a certificate stood for the use case.</param>
/// <param name="Type">Kind of entry.</param>
/// <param name="UseCase">The use case.</param>
internal sealed record RecordedVerdict(
    CedarRequest Request, string Agreement, string Verdict, IReadOnlyList<string> Clauses, string? Remedy, bool IsReleased, bool IsContinued, bool IsCertified, string Type, string UseCase)
{
    /// <summary>Reads an entry; an outcome gets the facts that do not differ from the decision that it answers.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="decided">The facts of its decision; none for a decision.</param>
    /// <param name="isCertified">Whether its decision cited a certificate; a decision says so itself.</param>
    /// <exception cref="FormatException">The entry is not of the form that a gateway writes.</exception>
    public static RecordedVerdict Read(JsonElement entry, CedarRecord? decided, bool isCertified = false)
    {
        var type = Text(entry, "type");
        var useCase = Text(entry, "use_case");
        var facts = Facts(entry.GetProperty("facts"), decided);
        var tool = facts["tool"].AsRecord["name"].AsString;
        var verdict = Text(entry, "verdict");
        return new RecordedVerdict(
            RequestOf(useCase, tool.Length > 0 ? "" : Text(entry, "model"), facts, isAnswer: decided is not null),
            Text(entry, "agreement"),
            verdict,
            [.. entry.GetProperty("clauses").EnumerateArray().Select(static clause => clause.GetString()!)],
            entry.TryGetProperty("remedy", out var remedy) ? remedy.GetString() : null,
            IsPermit(verdict) && ((entry.TryGetProperty("release", out var release) && (release.ValueEquals("released") || release.ValueEquals("unused"))) || entry.TryGetProperty("rulings", out _)
                    || (entry.TryGetProperty("remedy", out var mask) && mask.ValueEquals("mask"))),
            IsPermit(verdict) && entry.TryGetProperty("remedy", out var notice) && notice.ValueEquals("ruling"),
            isCertified || CitesCertificate(entry),
            type,
            useCase);
    }

    /// <summary>Whether a decision names the certificate that stood for its use case.</summary>
    public static bool CitesCertificate(JsonElement entry) => entry.TryGetProperty("suites", out var suites) && suites.TryGetProperty("cited", out _);

    /// <summary>What an agreement makes of it: certified work may go on, where the agreement says so.</summary>
    /// <param name="request">What is decided on: its own request, or that with the ceilings of another agreement.</param>
    /// <param name="isRecorded">Whether it is the agreement that decided; then it goes on only where it did: people may have said no to the like.</param>
    public Verdict Continue(Agreement agreement, Verdict verdict, in CedarRequest request, bool isRecorded) =>
        IsCertified && (IsContinued || !isRecorded) ? agreement.Continue(verdict, request) : verdict;

    private static bool IsPermit(string verdict) => string.Equals(verdict, "permit", StringComparison.Ordinal);

    /// <summary>Who asked for what. A tool that the vendor would run, and the call that decided an answer, were decided as a call of that tool.</summary>
    public static CedarRequest RequestOf(string useCase, string model, CedarRecord facts, bool isAnswer)
    {
        var tool = facts["tool"].AsRecord["name"].AsString;
        var action = tool.Length > 0 ? AgreementActions.ToolCall : isAnswer ? AgreementActions.Answer : AgreementActions.Request;
        var resource = tool.Length > 0 ? new EntityUid(EntityTypes.Tool, tool) : new EntityUid(EntityTypes.Model, model);
        return new CedarRequest(new EntityUid(EntityTypes.UseCase, useCase), action, resource, facts);
    }

    /// <summary>Reads the facts of an entry, over those of the decision that it belongs to.</summary>
    public static CedarRecord Facts(JsonElement facts, CedarRecord? decided)
    {
        var read = CedarRecord.Of(facts.EnumerateObject().Select(static group => KeyValuePair.Create(group.Name, Value(group.Value))));
        return decided is null
            ? read
            : CedarRecord.Of(decided.Shape.Names.Select(name => KeyValuePair.Create(name, read[name].IsNone ? decided[name] : read[name])));
    }

    /// <summary>Whether a verdict is the recorded one, clause by clause.</summary>
    public bool Agrees(Verdict verdict, string name, IReadOnlyList<string> clauses)
    {
        if (IsReleased)
        {
            return verdict.Kind == VerdictKind.Hold; // the clauses of a released hold are in its case
        }

        return string.Equals(name, Verdict, StringComparison.Ordinal) && clauses.SequenceEqual(Clauses, StringComparer.Ordinal)
            && string.Equals(verdict.Remedy?.ToString(), Remedy, StringComparison.OrdinalIgnoreCase);
    }

    private static CedarValue Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => CedarValue.FromBool(json.GetBoolean()),
        JsonValueKind.Number => CedarValue.FromLong(json.GetInt64()),
        JsonValueKind.String => CedarValue.FromString(json.GetString()!),
        JsonValueKind.Array => CedarValue.FromSet(CedarSet.Of(json.EnumerateArray().Select(Value))),
        JsonValueKind.Object => CedarValue.FromRecord(CedarRecord.Of(json.EnumerateObject().Select(static member => KeyValuePair.Create(member.Name, Value(member.Value))))),
        _ => throw new FormatException("the recorded facts hold a null"),
    };

    private static string Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"the entry has no `{name}`");
}
