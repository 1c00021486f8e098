namespace Concordat.Cedar;

/// <summary>A question: may this principal do this action on this resource, in this context.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Action">What.</param>
/// <param name="Resource">On what.</param>
/// <param name="Context">Everything else that policies may read.</param>
public readonly record struct CedarRequest(EntityUid Principal, EntityUid Action, EntityUid Resource, CedarRecord Context);
