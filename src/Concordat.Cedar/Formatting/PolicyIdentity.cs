using System.Text;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Formatting;

/// <summary>What a policy set says, apart from spaces, parentheses and comments; equal texts mean the same.</summary>
internal static class PolicyIdentity
{
    public static string Of(PolicySet policies)
    {
        var text = new StringBuilder();
        foreach (var policy in policies.Policies.Concat(policies.Templates))
        {
            text.Append(policy.Effect).Append('\n');
            foreach (var (name, value) in policy.Annotations)
            {
                text.Append('@').Append(name).Append(CedarText.Quote(value)).Append('\n');
            }

            foreach (var scope in new[] { policy.Principal, policy.Action, policy.Resource })
            {
                text.Append(scope.Variable).Append(scope.Kind).Append(scope.EntityType).Append(scope.IsList).Append(scope.IsSlot);
                text.AppendJoin(',', scope.Entities.Select(entity => entity.ToString())).Append('\n');
            }

            foreach (var condition in policy.Conditions)
            {
                text.Append(condition.IsUnless ? "unless " : "when ").Append(condition.Body).Append('\n');
            }
        }

        return text.ToString();
    }
}
