using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Cedar;

namespace Concordat.Agreements.Clauses;

/// <summary>Reads a Cedar policy with its annotations as a clause, and reports what is missing or wrong.</summary>
internal static class ClauseReader
{
    private static readonly ImmutableArray<string> Required = ["clause", "title", "authority", "remedy", "because", "change"];
    private static readonly ImmutableArray<string> Known = [.. Required, "redline", "opens"];

    public static Clause? Read(Policy policy, string place, DiagnosticList found)
    {
        var name = policy.Annotations.TryGetValue("clause", out var number) && number.Length > 0 ? $"clause `{number}`" : "the clause";
        var complete = true;
        foreach (var required in Required)
        {
            if (!policy.Annotations.TryGetValue(required, out var value) || string.IsNullOrWhiteSpace(value))
            {
                complete = false;
                found.Error(
                    AgreementCodes.AnnotationMissing, $"{name} has no @{required}(\"…\")", place, policy.EffectSpan.Line, policy.EffectSpan.Column, number);
            }
        }

        foreach (var annotation in policy.Annotations.Keys.Where(key => !Known.Contains(key, StringComparer.Ordinal)).Order(StringComparer.Ordinal))
        {
            Fault(policy, annotation, place, found, AgreementCodes.AnnotationUnknown, $"unknown annotation `@{annotation}`; known are @{string.Join(", @", Known)}");
        }

        if (!complete)
        {
            return null;
        }

        var idIsValid = ClauseId.TryParse(number, out var id);
        if (!idIsValid)
        {
            Fault(policy, "clause", place, found, AgreementCodes.AnnotationValue, $"`{number}` is not the number of a clause, such as `2.1`");
        }

        var known = RemedyNames.Parse(policy.Annotations["remedy"]);
        if (known is null)
        {
            Fault(policy, "remedy", place, found, AgreementCodes.AnnotationValue, $"unknown remedy `{policy.Annotations["remedy"]}`; known are refuse, authorize, ruling, mask");
        }

        var redLine = policy.Annotations.TryGetValue("redline", out var redLineValue);
        if (redLine && redLineValue!.Length > 0)
        {
            Fault(policy, "redline", place, found, AgreementCodes.AnnotationValue, "@redline takes no value");
        }

        var authorities = ReadAuthorities(policy, place, found);
        if (!idIsValid || known is not { } remedy)
        {
            return null;
        }

        return new Clause(
            id, policy.Annotations["title"], authorities.IsEmpty ? null : policy.Annotations["authority"], remedy, redLine, policy.Text)
        {
            Effect = policy.Effect,
            Because = policy.Annotations["because"],
            WouldChange = policy.Annotations["change"],
            Authorities = authorities,
            Facts = FactPaths.In(policy),
            Opens = ReadOpens(policy, redLine, remedy, place, found),
            Line = policy.Span.Line,
        };
    }

    /// <summary>Reports at an annotation of a policy.</summary>
    public static void Fault(Policy policy, string annotation, string place, DiagnosticList found, string code, string message, bool warning = false)
    {
        var span = policy.AnnotationSpans.TryGetValue(annotation, out var at) ? at : policy.EffectSpan;
        policy.Annotations.TryGetValue("clause", out var clause);
        found.Add(new AgreementDiagnostic(!warning, code, message, place, span.Line, span.Column) { Clause = clause });
    }

    // The acts that open a red line; what needs an authorization opens by it without saying so.
    private static ImmutableArray<HumanAct> ReadOpens(Policy policy, bool redLine, Remedy remedy, string place, DiagnosticList found)
    {
        if (!policy.Annotations.TryGetValue("opens", out var text))
        {
            return redLine && remedy == Remedy.Authorize ? [HumanActs.Authorization] : [];
        }

        if (!redLine)
        {
            Fault(policy, "opens", place, found, AgreementCodes.AnnotationValue, "@opens belongs to a red line; leave it out, or add @redline");
        }

        var acts = ImmutableArray.CreateBuilder<HumanAct>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (HumanActs.Find(name) is { } act)
            {
                acts.Add(act);
            }
            else
            {
                Fault(
                    policy, "opens", place, found, AgreementCodes.AnnotationValue,
                    $"no act `{name}` opens a red line; known are {string.Join(", ", HumanActs.All.Select(known => known.Name))}");
            }
        }

        return acts.ToImmutable();
    }

    // "agreement" alone says that a clause rests on the consent of the parties.
    private static ImmutableArray<AuthorityReference> ReadAuthorities(Policy policy, string place, DiagnosticList found)
    {
        var text = policy.Annotations["authority"];
        if (string.Equals(text, "agreement", StringComparison.Ordinal))
        {
            return [];
        }

        var references = ImmutableArray.CreateBuilder<AuthorityReference>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var at = part.LastIndexOf('@');
            if (at <= 0 || at == part.Length - 1)
            {
                Fault(
                    policy, "authority", place, found, AgreementCodes.AuthorityNotPinned,
                    $"authority `{part}` names no edition; write `{(at > 0 ? part[..at] : part)}@yyyy-MM-dd`, or `@follows` where the clause follows amendments");
                continue;
            }

            var edition = part[(at + 1)..];
            references.Add(new AuthorityReference(part[..at], string.Equals(edition, AuthorityReference.FollowsWord, StringComparison.Ordinal) ? null : edition));
        }

        return references.ToImmutable();
    }
}
