using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Oversight.Costs;

namespace Concordat.Commands;

/// <summary><c>costs</c>: what was used and what it cost.</summary>
internal sealed class CostsCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string?> _from = new("--from") { Description = "First day, such as 2026-11-01. Without it, the first of this month.", HelpName = "DAY" };
    private readonly Option<string?> _to = new("--to") { Description = "Last day, that day included. Without it, today.", HelpName = "DAY" };
    private readonly Option<string> _by = new("--by")
    {
        Description = "What each line is about.",
        HelpName = string.Join('|', CostReport.Subjects),
        DefaultValueFactory = _ => CostReport.Subjects[0],
    };

    private readonly Option<bool> _csv = new("--csv") { Description = "Print comma-separated values." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public CostsCommand(CommandServices services)
        : base("costs", "Report the tokens that were used, as providers counted them, and what they cost at the prices of their time; counted from the ledgers of all nodes.")
    {
        _services = services;
        _by.AcceptOnlyFromAmong([.. CostReport.Subjects]);
        Add(_from);
        Add(_to);
        Add(_by);
        Add(_csv);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(_services.Time.GetUtcNow().UtcDateTime);
        var from = Day("--from", arguments.GetValue(_from), new DateOnly(today.Year, today.Month, 1));
        var to = Day("--to", arguments.GetValue(_to), today);
        if (to < from)
        {
            throw new CommandException("concordat: `--from` is after `--to`; swap them");
        }

        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        var by = arguments.GetValue(_by)!;
        var report = CostReport.Of(from, to, by, await stores.Costs.SumAsync(from, to, by, useCase: null, cancellationToken));
        if (arguments.GetValue(_json))
        {
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            await using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
            {
                report.Write(json);
            }

            await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(bytes.WrittenSpan));
        }
        else if (arguments.GetValue(_csv))
        {
            await _services.Output.WriteAsync(report.ToCsv());
        }
        else
        {
            Print(report);
        }

        return ExitCode.Done;
    }

    private void Print(CostReport report)
    {
        if (report.Lines.Count == 0)
        {
            _services.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nothing was used from {report.From:yyyy-MM-dd} to {report.To:yyyy-MM-dd}"));
            return;
        }

        TextTable.Write(
            _services.Output,
            [report.By.ToUpperInvariant().Replace('-', ' '), "ANSWERS", "ESTIMATED", "INPUT TOKENS", "OUTPUT TOKENS", "COST"],
            [.. report.Lines.Select(static line => (string[])
                [line.Name, Number(line.Answers), Number(line.Estimated), Number(line.InputTokens), Number(line.OutputTokens), line.Cost is null ? "no price" : $"{CostReport.Amount(line.Cost)} {line.Currency}"])]);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static DateOnly Day(string option, string? text, DateOnly fallback) =>
        text is null ? fallback
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new CommandException($"concordat: `{option}` must be a day such as `2026-11-22`, not `{text}`");
}
