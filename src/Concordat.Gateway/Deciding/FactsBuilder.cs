using System.Collections.Frozen;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Deciding;

/// <summary>Puts the facts of one decision together from what the stages found.</summary>
internal static class FactsBuilder
{
    public const string BoughtKind = "commercially-acquired";

    private static readonly FrozenSet<string>[] Kinds = [.. Enumerable.Range(0, 64).Select(KindsOf)];

    /// <summary>Facts of the request itself, for one candidate deployment.</summary>
    public static Facts OfRequest(Exchange exchange, DeploymentModel deployment) =>
        Build(exchange, exchange.Findings, exchange.Request.Uninspectable, exchange.OfferedTools, deployment);

    /// <summary>Facts of an answer, or of a tool call in it.</summary>
    public static Facts OfAnswer(Exchange exchange, Findings findings, UninspectableKinds uninspectable, ToolFacts tool) =>
        Build(exchange, findings, uninspectable, tool, exchange.Deployment);

    /// <summary>Facts of a text that is to be shown to a deployment besides.</summary>
    public static Facts For(Exchange exchange, Findings findings, UninspectableKinds uninspectable, DeploymentModel deployment) =>
        Build(exchange, findings, uninspectable, exchange.OfferedTools, deployment);

    public static ToolFacts NoTool(ToolRegistry tools, List<OfferedTool> offered) =>
        new("", "none", Registered: false, Authorized: false, tools.EffectsOf(offered));

    public static ToolFacts Tool(ToolRegistry tools, string name, FrozenSet<string> offered)
    {
        var registered = tools.TryGetEffect(name, out var effect);
        return new ToolFacts(name, effect, registered, Authorized: false, offered);
    }

    /// <summary>A call with its arguments, which can make its effect a lesser one.</summary>
    public static ToolFacts Call(ToolRegistry tools, string name, ReadOnlySpan<byte> arguments, FrozenSet<string> offered)
    {
        var registered = tools.TryGetEffect(name, arguments, out var effect);
        return new ToolFacts(name, effect, registered, Authorized: false, offered);
    }

    private static Facts Build(
        Exchange exchange, Findings findings, UninspectableKinds uninspectable, ToolFacts tool, DeploymentModel deployment) => new(
        exchange.Dialect.Operation,
        exchange.UseCase.Facts,
        findings.LooksBrokered ? Brokered(exchange.Sources) : exchange.Sources,
        findings.Persons with { InWindow = exchange.Metered.InWindow },
        exchange.Metered.Facts,
        findings.Label(deployment.Ceiling),
        findings.Topics,
        Content(findings.Content, uninspectable),
        tool,
        deployment.Facts,
        exchange.Orders.For(exchange.UseCase, deployment));

    /// <summary>Whatever is declared, data of the form that brokers sell counts as bought, too.</summary>
    private static SourceFacts Brokered(SourceFacts sources) =>
        sources with { Kinds = sources.Kinds.Append(BoughtKind).ToFrozenSet(StringComparer.Ordinal) };

    /// <summary>What is found in a body, with what of it nobody can look into.</summary>
    public static ContentFacts Content(ContentFacts found, UninspectableKinds uninspectable)
    {
        if (uninspectable == UninspectableKinds.None)
        {
            return found;
        }

        var named = Kinds[(int)uninspectable];
        return found with { Uninspectable = found.Uninspectable.Count == 0 ? named : named.Union(found.Uninspectable, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal) };
    }

    private static FrozenSet<string> KindsOf(int flags) => Enum.GetValues<UninspectableKinds>()
        .Where(kind => kind != UninspectableKinds.None && ((UninspectableKinds)flags).HasFlag(kind))
        .Select(kind => kind switch
        {
            UninspectableKinds.Image => "image",
            UninspectableKinds.Audio => "audio",
            UninspectableKinds.File => "file",
            UninspectableKinds.Video => "video",
            UninspectableKinds.Encrypted => "encrypted",
            _ => "unknown",
        })
        .ToFrozenSet(StringComparer.Ordinal);
}
