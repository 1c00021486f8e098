namespace Concordat.Cedar.Syntax;

/// <summary>Puts entities into the slots of a template.</summary>
internal static class TemplateLinking
{
    /// <summary>What keeps the link from fitting the template, or null.</summary>
    public static string? Misfit(Policy template, TemplateLink link) =>
        Misfit(template.Principal, link.Principal, "?principal", template.Id) ?? Misfit(template.Resource, link.Resource, "?resource", template.Id);

    /// <summary>The policy; the link must fit.</summary>
    public static Policy Fill(Policy template, TemplateLink link) => new()
    {
        Id = link.NewId,
        Effect = template.Effect,
        Annotations = template.Annotations,
        BareAnnotations = template.BareAnnotations,
        AnnotationSpans = template.AnnotationSpans,
        Principal = Fill(template.Principal, link.Principal),
        Action = template.Action,
        Resource = Fill(template.Resource, link.Resource),
        Conditions = template.Conditions,
        Span = template.Span,
        EffectSpan = template.EffectSpan,
        Text = template.Text,
        File = template.File,
        Link = link,
    };

    private static string? Misfit(Scope scope, EntityUid? value, string slot, string template) =>
        scope.IsSlot == value is not null ? null
        : scope.IsSlot ? $"the slot `{slot}` of template `{template}` is given no entity"
        : $"template `{template}` has no slot `{slot}`";

    private static Scope Fill(Scope scope, EntityUid? value) => value is null
        ? scope
        : scope with { IsSlot = false, Entities = [new LiteralExpr(CedarValue.FromEntity(value), scope.Span)] };
}
