using Concordat.Cedar.Schema;

namespace Concordat.Cedar.Validation;

/// <summary>One combination that a schema allows: an action with a principal type and a resource type.</summary>
internal sealed record RequestEnvironment(ActionDeclaration Action, string Principal, string Resource)
{
    /// <summary>All combinations, in the order of declaration.</summary>
    public static IEnumerable<RequestEnvironment> All(CedarSchema schema) =>
        from action in schema.Actions.Values
        from principal in action.Principals
        from resource in action.Resources
        select new RequestEnvironment(action, principal, resource);

    /// <summary>How many combinations there are.</summary>
    public static long Count(CedarSchema schema) =>
        schema.Actions.Values.Sum(action => (long)action.Principals.Length * action.Resources.Length);

    public override string ToString() => $"action `{Action.Uid}`, principal `{Principal}`, resource `{Resource}`";
}
