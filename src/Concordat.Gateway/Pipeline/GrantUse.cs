using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Pipeline;

/// <summary>A grant that let an action through.</summary>
internal sealed record GrantUse(CaseId Id, CaseType Type, HeldAction Action);
