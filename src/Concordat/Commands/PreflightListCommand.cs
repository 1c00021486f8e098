using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Concordat.Commands;

/// <summary><c>preflight list</c>: the certified suites of an installation.</summary>
internal sealed class PreflightListCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public PreflightListCommand(CommandServices services)
        : base("list", "List the newest certificate of each use case, whether it stands, and the notices that were given.")
    {
        _services = services;
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var desk = await SuiteDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var agreement = desk.InForce(_services);
        IReadOnlyList<CertificateReport> reports = [.. desk.Standing().Select(certificate => CertificateReport.Of(certificate, desk, agreement))];
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(reports, CommandJson.Plain.IReadOnlyListCertificateReport));
            return ExitCode.Done;
        }

        if (reports.Count == 0)
        {
            await _services.Output.WriteLineAsync("no suite is certified; `concordat preflight certify` has one certified");
            return ExitCode.Done;
        }

        TextTable.Write(
            _services.Output,
            ["USE CASE", "SUITE", "PERMIT", "HOLD", "REFUSE", "ISSUED", "PACK", "CERTIFICATE", "STANDS"],
            [.. reports.Select(static each => (string[])[each.UseCase, each.Suite, Number(each.Permits), Number(each.Holds), Number(each.Refusals), Times.Short(each.Issued), each.Safeguards[..12], each.Id[..12], each.Because is null ? "yes" : $"no: {each.Because}"])]);
        foreach (var notice in desk.Book.Changes.Select(static document => document.Change!).Where(static change => change.Act is "announced"))
        {
            await _services.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"notice of {(notice.Safeguards.Length > 0 ? $"safeguard pack {notice.Safeguards[..12]} under " : "")}agreement {notice.Agreement[..12]} was given on {Times.Short(notice.Time)}: {notice.Flips.Count} certified verdicts turn"));
        }

        return ExitCode.Done;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
