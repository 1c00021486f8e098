using System.CommandLine;
using System.Text;
using Concordat.Oversight.Certificates;

namespace Concordat.Commands;

/// <summary><c>preflight show</c>: one certificate, case by case.</summary>
internal sealed class PreflightShowCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("USE-CASE|ID") { Description = "The use case, or id of its newest certificate." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write the signed certificate to a file.", HelpName = "FILE" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public PreflightShowCommand(CommandServices services)
        : base("show", "Show a certificate, case by case, with the verdict that holds for each now.")
    {
        _services = services;
        Add(_id);
        Add(_output);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var desk = await SuiteDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var document = desk.Find(arguments.GetValue(_id)!);
        var certificate = document.Certificate!;
        if (arguments.GetValue(_output) is { } file)
        {
            await File.WriteAllBytesAsync(file, CertificateSeal.Open(document.Envelope).ToJson(), cancellationToken);
        }

        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(document.Envelope.Payload));
            return ExitCode.Done;
        }

        var fault = desk.FaultOf(certificate, desk.InForce(_services));
        await _services.Output.WriteLineAsync($"certificate {certificate.Id}: `{certificate.Suite}` of `{certificate.UseCase}` ({certificate.Owner}), issued {Times.Short(certificate.Issued)}");
        await _services.Output.WriteLineAsync(fault is null ? "it stands" : $"it is not cited: {fault}; what it certified is still replayed before an amendment takes effect");
        await _services.Output.WriteLineAsync($"its verdicts hold under safeguard pack {desk.Book.SafeguardsOf(certificate)[..12]}{(desk.Book.SafeguardsOf(certificate) == certificate.Safeguards ? "" : $"; it was certified under {certificate.Safeguards[..12]}")}");
        TextTable.Write(
            _services.Output,
            ["CASE", "OPERATION", "MODEL", "CERTIFIED", "NOW", "CLAUSES", "DEPENDS ON"],
            [.. certificate.Cases.Select(each => (string[])[each.Name, each.Operation, each.Model, each.Verdict, desk.Book.VerdictOf(certificate, each), string.Join(' ', each.Clauses), string.Join(' ', each.DependsOn)])]);
        return ExitCode.Done;
    }
}
