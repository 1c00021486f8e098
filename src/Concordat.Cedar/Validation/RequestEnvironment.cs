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

    public override string ToString() => $"action `{Action.Uid}`, principal `{Principal}`, resource `{Resource}`";
}
