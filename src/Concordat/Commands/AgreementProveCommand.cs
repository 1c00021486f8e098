using System.CommandLine;
using System.Text;
using Concordat.Agreements;
using Concordat.Agreements.Proving;
using Concordat.Agreements.Showing;

namespace Concordat.Commands;

/// <summary><c>agreement prove</c>: whether the red lines hold for all facts.</summary>
internal sealed class AgreementProveCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _path = new("PATH") { Description = "Folder of the agreement's source, or a signed file." };
    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementProveCommand(CommandServices services)
        : base("prove", "Prove that every red line holds for all facts, or show a request that passes it.")
    {
        _services = services;
        Add(_path);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var read = AgreementFolder.Read(AgreementPaths.Existing(arguments.GetValue(_path)!));
        var asJson = arguments.GetValue(_json);
        if (!read.IsRead)
        {
            await AgreementOutput.WriteAsync(read.Diagnostics, asJson, _services);
            return ExitCode.CheckFailed;
        }

        var report = AgreementProver.Prove(read.Source, cancellationToken);
        if (asJson)
        {
            await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(ProofReportJson.Write(report)));
        }
        else
        {
            await AgreementOutput.WriteAsync(report.Findings, asJson: false, _services);
            await _services.Output.WriteAsync(ProofText.Render(report));
        }

        return report.IsProven ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
