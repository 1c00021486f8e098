namespace Concordat.Cedar.Validation;

/// <summary>Checks one policy: its names, whether its scope can apply, and its types in every environment.</summary>
internal sealed class PolicyValidation(Policy policy, CedarSchema schema)
{
    private readonly List<CedarDiagnostic> _found = [];

    public IReadOnlyList<CedarDiagnostic> Validate()
    {
        new NameCheck(policy, schema, _found).Check();
        new TextCheck(policy, _found).Check();
        CheckScope();
        CheckTypes();
        return [.. _found.OrderBy(finding => finding.Line).ThenBy(finding => finding.Column)];
    }

    /// <summary>Checks what the entities in the slots can get wrong; the rest is checked with the template, once for all its links.</summary>
    public IReadOnlyList<CedarDiagnostic> ValidateLink()
    {
        new NameCheck(policy, schema, _found).CheckSlots();
        CheckScope();
        return _found;
    }

    private void CheckScope()
    {
        if (!new ScopeCheck(policy, schema).CanApply(out var help))
        {
            Add(CedarSeverity.Error, "never-applies", policy.EffectSpan, "no action of the schema applies to a principal and a resource that this scope allows", help);
        }
    }

    private void CheckTypes()
    {
        // An error can occur in some environments only: then it says in which, since it cannot be understood otherwise.
        var environments = new Dictionary<TypeFault, List<RequestEnvironment>>();
        var count = 0;
        var isSatisfiable = false;
        if (RequestEnvironment.Count(schema) > CedarLimits.Environments)
        {
            Add(CedarSeverity.Error, "too-many-environments", policy.EffectSpan, $"the schema allows more than {CedarLimits.Environments} combinations of action, principal and resource", "declare fewer types for its actions");
            return;
        }

        var size = policy.Conditions.Sum(condition => condition.Body.Size) + 1;
        if (size * RequestEnvironment.Count(schema) > CedarLimits.ValidationWork)
        {
            Add(CedarSeverity.Error, "too-many-environments", policy.EffectSpan, $"the policy has {size} parts, too many to check for every combination of action, principal and resource", "split it, or declare fewer types for the actions");
            return;
        }

        foreach (var environment in RequestEnvironment.All(schema))
        {
            var faults = new FaultBag();
            var answer = new Typechecker(schema, environment, faults).CheckPolicy(policy);
            isSatisfiable |= answer.Type is not { IsFalse: true };
            foreach (var fault in faults.Found)
            {
                if (!environments.TryGetValue(fault, out var where))
                {
                    environments.Add(fault, where = []);
                }

                where.Add(environment);
            }

            count += answer.Type is { IsFalse: true } && faults.Found.Count == 0 ? 0 : 1;
        }

        foreach (var (fault, where) in environments)
        {
            var place = where.Count == count ? "" : $", for {where[0]}";
            Add(CedarSeverity.Error, fault.Code, fault.Span, fault.Message + place, fault.Help);
        }

        if (!isSatisfiable)
        {
            Add(CedarSeverity.Warning, "never-satisfied", policy.EffectSpan, "the policy can never be satisfied", null);
        }
    }

    private void Add(CedarSeverity severity, string code, SourceSpan span, string message, string? help) =>
        _found.Add(new CedarDiagnostic(severity, code, policy.File, span.Line, span.Column, message, help) { Span = span, PolicyId = policy.Id });
}
