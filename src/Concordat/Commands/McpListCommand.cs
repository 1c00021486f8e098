using System.CommandLine;
using System.Text.Json;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Mcp;

namespace Concordat.Commands;

/// <summary><c>mcp list</c>: every tool that the servers offer, beside what was accepted.</summary>
internal sealed class McpListCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public McpListCommand(CommandServices services)
        : base("list", "List the tools of the servers under `mcp`: accepted, changed, new or gone.")
    {
        _services = services;
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
        var tools = new List<McpToolReport>();
        var faults = new List<string>();
        foreach (var server in config.Mcp?.Servers ?? [])
        {
            var (offers, fault) = await McpOffers.ReadAsync(server, config.Limits.AnswerBytes, _services.Time, cancellationToken);
            if (fault is null)
            {
                tools.AddRange(Compare(config, server.Name, offers));
            }
            else
            {
                faults.Add(fault);
            }
        }

        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize((IReadOnlyList<McpToolReport>)tools, CommandJson.Plain.IReadOnlyListMcpToolReport));
        }
        else
        {
            TextTable.Write(
                _services.Output, ["TOOL", "STATE", "EFFECT", "DEFINITION"],
                [.. tools.Select(t => (string[])[t.Tool, t.State, t.Effect ?? "unknown", t.Definition ?? "-"])]);
        }

        foreach (var fault in faults)
        {
            await _services.Error.WriteLineAsync(fault);
        }

        return faults.Count == 0 && tools.TrueForAll(t => t.State is "accepted") ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static IEnumerable<McpToolReport> Compare(ConcordatConfig config, string server, IReadOnlyList<McpOffer> offers)
    {
        foreach (var offer in offers)
        {
            var known = config.Tools.FirstOrDefault(tool => tool.Name.Equals(offer.Tool, StringComparison.Ordinal));
            var state = known?.Definition is not { } accepted ? "new" : accepted.Equals(offer.Hash, StringComparison.Ordinal) ? "accepted" : "changed";
            yield return new McpToolReport(offer.Tool, state, known?.Effect, offer.Hash, known?.Definition);
        }

        var prefix = server + "__";
        foreach (var tool in config.Tools.Where(tool => tool.Definition is not null && tool.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (!offers.Any(offer => offer.Tool.Equals(tool.Name, StringComparison.Ordinal)))
            {
                yield return new McpToolReport(tool.Name, "gone", tool.Effect, null, tool.Definition);
            }
        }
    }
}
