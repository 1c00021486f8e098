using System.CommandLine;
using System.Text.Json;
using Concordat.Oversight.Cases;

namespace Concordat.Commands;

/// <summary><c>case list</c>: cases, newest first.</summary>
internal sealed class CaseListCommand : Command
{
    private const int PageSize = 200;

    private readonly CommandServices _services;
    private readonly Option<bool> _all = new("--all") { Description = "Decided and expired ones too." };
    private readonly Option<int> _limit = new("--limit")
    {
        Description = "Show at most this many.",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
    };

    private readonly Option<string?> _useCase = new("--use-case") { Description = "Only those of one use case.", HelpName = "ID" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public CaseListCommand(CommandServices services)
        : base("list", "List the open cases, newest first.")
    {
        _services = services;
        Add(_all);
        Add(_limit);
        Add(_useCase);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var limit = arguments.GetValue(_limit);
        if (limit is < 1 or > 100_000)
        {
            throw new CommandException("concordat: `--limit` must be from 1 to 100000");
        }

        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        var filter = new CaseFilter(arguments.GetValue(_all) ? null : CaseState.Open, arguments.GetValue(_useCase));
        var cases = await ReadAsync(stores.Cases, filter, limit, cancellationToken);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(cases, CommandJson.Plain.IReadOnlyListCaseReport));
            return ExitCode.Done;
        }

        TextTable.Write(
            _services.Output,
            ["ID", "TYPE", "STATE", "USE CASE", "CLAUSES", "TOOL", "EXPIRES", "ASSIGNED"],
            [.. cases.Select(c => (string[])[c.Id, c.Type, c.State, c.UseCase, string.Join(' ', c.Clauses), c.Tool ?? "-", Times.Short(c.Expires), c.Assignee ?? "-"])]);
        return ExitCode.Done;
    }

    private static async Task<IReadOnlyList<CaseReport>> ReadAsync(ICaseStore store, CaseFilter filter, int limit, CancellationToken cancellationToken)
    {
        var cases = new List<CaseReport>();
        CaseId? before = null;
        do
        {
            var page = await store.ListAsync(filter, before, Math.Min(PageSize, limit - cases.Count), cancellationToken);
            cases.AddRange(page.Cases.Select(CaseReport.Of));
            before = page.Next;
        }
        while (before is not null && cases.Count < limit);

        return cases;
    }
}
