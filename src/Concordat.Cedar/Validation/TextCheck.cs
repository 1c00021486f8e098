using Concordat.Cedar.Syntax;
using Concordat.Cedar.Unicode;

namespace Concordat.Cedar.Validation;

/// <summary>Warns of texts and names that read differently from what they say.</summary>
internal sealed class TextCheck(Policy policy, List<CedarDiagnostic> found)
{
    public void Check()
    {
        foreach (var expr in PolicyExprs.All(policy).Concat(PolicyExprs.Entities(policy)).Distinct())
        {
            switch (expr)
            {
                case LiteralExpr { Value.Reference: string text }:
                    CheckText("text", text, expr.Span);
                    break;
                case LiteralExpr { Value.Reference: EntityUid uid }:
                    CheckName(uid.Id, expr.Span);
                    break;
                case LikeExpr like:
                    CheckText("pattern", string.Join('*', like.Pattern.Pieces), expr.Span);
                    break;
                case AttributeExpr attribute:
                    CheckName(attribute.Name, attribute.NameSpan);
                    break;
                case HasExpr has:
                    CheckName(has.Name, has.NameSpan);
                    break;
                case RecordExpr record:
                    foreach (var (name, _) in record.Fields)
                    {
                        CheckName(name, expr.Span);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private void CheckText(string what, string text, SourceSpan span)
    {
        if (Confusables.IsBidirectional(text))
        {
            Bidirectional(what, span);
        }
        else if (Confusables.HasMixedScripts(text))
        {
            MixedScripts(what, span);
        }
    }

    private void CheckName(string name, SourceSpan span)
    {
        if (Confusables.IsBidirectional(name))
        {
            Bidirectional("name", span);
        }
        else if (Confusables.FindOdd(name) is { } odd)
        {
            Add("confusable-name", span, $"the name holds the character U+{odd.Value:X4}, which is not meant for names", "use letters, digits and punctuation that everyone can tell apart");
        }
        else if (Confusables.HasMixedScripts(name))
        {
            MixedScripts("name", span);
        }
    }

    private void Bidirectional(string what, SourceSpan span) => Add(
        "bidirectional-text",
        span,
        $"the {what} holds characters that change the direction of writing, so that it reads differently from what it says",
        "write them as escapes, such as `\\u{202e}`, or remove them");

    private void MixedScripts(string what, SourceSpan span) => Add(
        "mixed-scripts",
        span,
        $"the {what} mixes letters of several scripts, some of which look alike",
        "write it in one script");

    private void Add(string code, SourceSpan span, string message, string help) =>
        found.Add(CedarDiagnostic.Warning(code, policy.File, span, message, help) with { PolicyId = policy.Id });
}
