using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Oversight.Grants;
using Concordat.Safeguards.Model;
using Concordat.Signing;

namespace Concordat.Gateway.Deciding;

/// <summary>Says what exactly is held: a tool call with its arguments, or a request or an answer by its commitment.</summary>
internal sealed class HeldContent(Commitments commitments)
{
    public ActionFacts OfRequest(Exchange exchange, Facts facts) => Of(exchange, "request", facts) with
    {
        Content = commitments.ActionHash(Canonical(exchange.Body.Span)),
        Substance = commitments.ActionHash(RequestSubstance.Of(exchange.Body)),
        View = () => HeldView.Of(("", exchange.Body)),
    };

    /// <param name="answer">The whole answer as received; empty for one that is streamed.</param>
    public ActionFacts OfAnswer(Exchange exchange, Facts facts, ReadOnlySpan<byte> answer)
    {
        byte[] shown = [.. answer]; // what it is about is of a buffer that goes back
        byte[] said = answer.IsEmpty ? [] : AnswerContent.Canonical(answer);
        byte[] content = [.. SHA256.HashData(Canonical(exchange.Body.Span)), .. said];
        byte[] substance = [.. SHA256.HashData(RequestSubstance.Of(exchange.Body)), .. said];
        return Of(exchange, answer.IsEmpty ? "streamedAnswer" : "answer", facts) with
        {
            Deployment = exchange.Deployment.Facts.Name,
            Content = commitments.ActionHash(content),
            Substance = commitments.ActionHash(substance),
            View = () => HeldView.Of(("", exchange.Body), ("answer", shown)),
        };
    }

    public static ActionFacts OfCall(Exchange exchange, Facts facts, ToolCall call) => Of(exchange, "toolCall", facts) with
    {
        Deployment = exchange.Deployment.Facts.Name,
        Tool = call.Name,
        Effect = facts.Tool.Effect,
        Schema = call.Schema ?? Schema(exchange, call.Name),
        Arguments = call.Arguments,
    };

    /// <summary>The facts that were decided on, as the approver sees them: the same as the ledger's.</summary>
    public static byte[] Seen(Exchange exchange, Facts facts)
    {
        var json = new CanonicalWriter();
        FactsWriter.Write(json, facts, exchange.UseCase.Json, FactsWriter.Deployment(facts.Deployment));
        return json.Written.ToArray();
    }

    private static ActionFacts Of(Exchange exchange, string phase, Facts facts) => new()
    {
        Agreement = exchange.Model.Agreement.Hash,
        Phase = phase,
        Operation = exchange.Dialect.Operation,
        UseCase = exchange.UseCase.Id,
        Key = exchange.Key.Id,
        Label = FactsWriter.Label(Higher(exchange.DecidedFacts?.Label, facts.Label)),
    };

    /// <summary>What answers a marked request is marked no lower: who may not see the one does not decide on the other.</summary>
    private static LabelFacts Higher(LabelFacts? asked, LabelFacts found) => asked?.Rank > found.Rank ? asked : found;

    /// <summary>The hash over every definition that the request offers under that name: which one the model meant, nobody knows.</summary>
    private static string? Schema(Exchange exchange, string name)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var found = false;
        foreach (var tool in exchange.Request.Tools)
        {
            if (tool.Name.Equals(name, StringComparison.Ordinal) && tool.Definition.End.Value > 0)
            {
                found = true;
                hash.AppendData(Canonical(exchange.Body.Span[tool.Definition]));
            }
        }

        return found ? Convert.ToHexStringLower(hash.GetHashAndReset()) : null;
    }

    /// <summary>Content that has a canonical form is taken so, whatever its spacing; any other content as it is.</summary>
    private static byte[] Canonical(ReadOnlySpan<byte> content)
    {
        try
        {
            return CanonicalJson.Canonicalize(content);
        }
        catch (SigningFormatException)
        {
            return [.. Encoding.ASCII.GetBytes("raw "), .. content];
        }
    }
}
