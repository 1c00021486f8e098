namespace Concordat.Cedar;

/// <summary>Makes a policy from a template by naming an entity for each of its slots.</summary>
/// <param name="TemplateId">Id of the template.</param>
/// <param name="NewId">Id of the policy that comes of it.</param>
/// <param name="Principal">What stands for <c>?principal</c>; null when the template does not have that slot.</param>
/// <param name="Resource">What stands for <c>?resource</c>; null when the template does not have that slot.</param>
public sealed record TemplateLink(string TemplateId, string NewId, EntityUid? Principal = null, EntityUid? Resource = null);
