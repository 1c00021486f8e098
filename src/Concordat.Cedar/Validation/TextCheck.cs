using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Validation;

/// <summary>Warns of characters that make a policy read differently from what it says.</summary>
internal sealed class TextCheck(Policy policy, List<CedarDiagnostic> found)
{
    public void Check()
    {
        foreach (var literal in PolicyExprs.All(policy).OfType<LiteralExpr>().Concat(PolicyExprs.Entities(policy)).Distinct())
        {
            var text = literal.Value.Kind switch
            {
                CedarValueKind.String => literal.Value.AsString,
                CedarValueKind.Entity => literal.Value.AsEntity.Id,
                _ => "",
            };
            if (text.AsSpan().IndexOfAnyInRange('\u202A', '\u202E') >= 0 || text.AsSpan().IndexOfAnyInRange('\u2066', '\u2069') >= 0)
            {
                found.Add(CedarDiagnostic.Warning(
                    "bidirectional-text",
                    policy.File,
                    literal.Span,
                    "the text holds characters that change the direction of writing, so that it reads differently from what it says",
                    "write them as escapes, such as `\\u{202e}`, or remove them") with
                { PolicyId = policy.Id });
            }
        }
    }
}
