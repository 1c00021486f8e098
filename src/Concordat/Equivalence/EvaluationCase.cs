using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Commands;

namespace Concordat.Equivalence;

/// <summary>One request to try on two models, and what its answer must be.</summary>
/// <param name="Name">The owner's name for it.</param>
/// <param name="Operation"><c>chat</c>, <c>responses</c> or <c>messages</c>.</param>
/// <param name="Request">The body that would be sent.</param>
/// <param name="Sources">Ids of the data sources that it declares; null for none.</param>
/// <param name="Label">The label that it declares; null for none.</param>
/// <param name="Expected">What the answer must be; null for nothing.</param>
internal sealed record EvaluationCase(string Name, string Operation, JsonObject Request, string? Sources, string? Label, Expectation? Expected)
{
    /// <summary>Most cases of one run: each is sent twice.</summary>
    public const int Most = 2000;

    private static readonly string[] Members = ["name", "operation", "request", "sources", "label", "expect"];

    /// <summary>Reads a file, one case a line: the body that would be sent, or an object with <c>request</c>.</summary>
    /// <exception cref="CommandException">A line is no case.</exception>
    public static IReadOnlyList<EvaluationCase> Read(string path, string operation)
    {
        var cases = new List<EvaluationCase>();
        foreach (var (index, text) in File.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var place = $"{path}:{index + 1}:1";
            try
            {
                cases.Add(Of(text, $"line-{index + 1}", operation, place));
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
            {
                throw new CommandException($"{place}: not a case: {fault.Message.Split('.')[0]}");
            }

            if (cases.Count > Most)
            {
                throw new CommandException($"{path}: more than {Most} cases; run it in parts");
            }
        }

        return cases;
    }

    private static EvaluationCase Of(string text, string name, string operation, string place)
    {
        var root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })?.AsObject() ?? throw new CommandException($"{place}: not an object");
        if (root["request"] is not JsonObject request)
        {
            return new EvaluationCase(name, operation, root, null, null, null);
        }

        if (root.FirstOrDefault(member => !Members.Contains(member.Key, StringComparer.Ordinal)).Key is { } unknown)
        {
            throw new CommandException($"{place}: unknown member `{unknown}`; a case has {string.Join(", ", Members)}");
        }

        var asked = (string?)root["operation"] ?? operation;
        return asked is "chat" or "responses" or "messages"
            ? new EvaluationCase((string?)root["name"] ?? name, asked, request, (string?)root["sources"], (string?)root["label"], Expectation.Of(root["expect"], place))
            : throw new CommandException($"{place}: `operation` is `{asked}`; only chat, responses and messages have answers to compare");
    }
}
