using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Concordat.Cedar.Syntax;

/// <summary>Writes policy sets as Cedar source that reads back with the same ids.</summary>
internal static class PolicySetWriter
{
    public static bool TryWrite(PolicySet policies, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem)
    {
        // Static policies and templates were one text; their places tell the order that they had there.
        var all = policies.Policies.Where(policy => policy.Link is null).Concat(policies.Templates);
        var statements = policies.Templates.IsEmpty ? [.. all] : all.OrderBy(policy => policy.Span.Start).ToArray();
        text = null;
        problem = policies.Policies.FirstOrDefault(policy => policy.Link is not null) is { } linked
            ? $"policy `{linked.Id}` is linked from a template, and the Cedar form has no place for links"
            : Array.Find(statements, policy => policy.Annotations.TryGetValue("id", out var id) && id != policy.Id) is { } renamed
                ? $"policy `{renamed.Id}` has another id in its annotation `@id`, which the Cedar form would take for its id"
                : policies.DuplicateId() is { } twice ? $"policy id `{twice}` occurs twice"
                : null;
        if (problem is not null)
        {
            return false;
        }

        var written = statements.Select((policy, i) => PolicyWriter.Write(policy, NeedsId(policy, i) ? policy.Id : null) + "\n");
        text = string.Join('\n', written);
        return true;
    }

    private static bool NeedsId(Policy policy, int position) =>
        !policy.Annotations.ContainsKey("id") && policy.Id != string.Create(CultureInfo.InvariantCulture, $"policy{position}");
}
