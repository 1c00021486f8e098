using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Concordat.Cedar.Json;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar;

/// <summary>Policies, templates, and the policies made from them. Immutable.</summary>
public sealed class PolicySet
{
    internal PolicySet(ImmutableArray<Policy> policies, ImmutableArray<Policy> templates, ImmutableArray<SourceSpan> comments)
    {
        Policies = policies;
        Templates = templates;
        Comments = comments;
    }

    /// <summary>What is evaluated: the static policies in text order, then those linked from templates, in the order of linking.</summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>The templates, in text order; they say nothing until they are linked.</summary>
    public ImmutableArray<Policy> Templates { get; }

    /// <summary>Where comments stand, slashes included.</summary>
    public ImmutableArray<SourceSpan> Comments { get; }

    /// <summary>Reads policy text.</summary>
    /// <exception cref="CedarParseException">The text is not a policy set.</exception>
    public static PolicySet Parse(string text, string? file = null) =>
        TryParse(text, file, out var policies, out var diagnostics) ? policies : throw new CedarParseException(diagnostics);

    /// <summary>Reads policy text; every faulty statement is reported, up to <see cref="CedarLimits.Diagnostics"/>.</summary>
    public static bool TryParse(
        string text,
        string? file,
        [NotNullWhen(true)] out PolicySet? policies,
        out IReadOnlyList<CedarDiagnostic> diagnostics)
    {
        var bag = new DiagnosticBag(file);
        var parser = new PolicyParser(text, bag);
        var parsed = parser.ReadPolicies();
        policies = bag.HasErrors ? null : Of(parsed, parser.Comments);
        diagnostics = bag.Found;
        return policies is not null;
    }

    /// <summary>Reads the JSON form of a policy set, or of one policy or template.</summary>
    /// <exception cref="CedarParseException">The text is neither.</exception>
    public static PolicySet ParseJson(string json, string? file = null) =>
        TryParseJson(json, file, out var policies, out var diagnostics) ? policies : throw new CedarParseException(diagnostics);

    /// <summary>
    /// Reads the JSON form of a policy set (<c>staticPolicies</c>, <c>templates</c>, <c>templateLinks</c>), or of one policy or template;
    /// every faulty policy is reported, up to <see cref="CedarLimits.Diagnostics"/>.
    /// </summary>
    public static bool TryParseJson(
        string json,
        string? file,
        [NotNullWhen(true)] out PolicySet? policies,
        out IReadOnlyList<CedarDiagnostic> diagnostics)
    {
        var bag = new DiagnosticBag(file);
        policies = new PolicySetJsonReader(file, bag).Read(json);
        diagnostics = bag.Found;
        return policies is not null;
    }

    /// <summary>The JSON form, with ids, templates and links.</summary>
    /// <param name="indented">Whether it is set out on several lines.</param>
    /// <exception cref="InvalidOperationException">Two policies, put together by hand, have the same id.</exception>
    public string ToJson(bool indented = false) => DuplicateId() is { } twice
        ? throw new InvalidOperationException($"policy id `{twice}` occurs twice")
        : JsonText.Write(indented, json => PolicyJsonWriter.Write(this, json));

    /// <summary>The Cedar form; a policy whose id would be lost is given an annotation <c>@id</c>.</summary>
    /// <param name="text">The source, one blank line between policies.</param>
    /// <param name="problem">What the Cedar form has no place for: links, and ids that differ from what <c>@id</c> says.</param>
    public bool TryToCedar([NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem) =>
        PolicySetWriter.TryWrite(this, out text, out problem);

    /// <summary>The set with one more policy, made from one of its templates.</summary>
    /// <exception cref="ArgumentException">There is no such template, its slots are others, or the new id is taken.</exception>
    public PolicySet Link(TemplateLink link) =>
        TryLink(link, out var linked, out var problem) ? linked : throw new ArgumentException(problem, nameof(link));

    /// <summary>The set with one more policy, made from one of its templates; the problem says in words why there is none.</summary>
    public bool TryLink(TemplateLink link, [NotNullWhen(true)] out PolicySet? linked, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(link);
        var template = Templates.FirstOrDefault(template => template.Id == link.TemplateId);
        problem = template is null ? $"there is no template `{link.TemplateId}`"
            : Policies.Concat(Templates).Any(policy => policy.Id == link.NewId) ? $"the policy id `{link.NewId}` is taken"
            : TemplateLinking.Misfit(template, link);
        linked = problem is null ? new PolicySet(Policies.Add(TemplateLinking.Fill(template!, link)), Templates, Comments) : null;
        return linked is not null;
    }

    /// <summary>A set of policies that were read before, such as some of another set.</summary>
    public static PolicySet Of(params IEnumerable<Policy> policies) => Of([.. policies], []);

    internal string? DuplicateId()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Policies.Concat(Templates).FirstOrDefault(policy => !seen.Add(policy.Id))?.Id;
    }

    internal static PolicySet Of(ImmutableArray<Policy> statements, ImmutableArray<SourceSpan> comments) =>
        new([.. statements.Where(policy => !policy.IsTemplate)], [.. statements.Where(policy => policy.IsTemplate)], comments);
}
