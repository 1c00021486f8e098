using System.CommandLine;
using System.Text;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Showing;

namespace Concordat.Commands;

/// <summary><c>agreement diff</c>: what an amendment changes, in effect and in words.</summary>
internal sealed class AgreementDiffCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _before = new("BEFORE") { Description = "The agreement before: a folder, or a signed file." };
    private readonly Argument<string> _after = new("AFTER") { Description = "The agreement after: a folder, or a signed file." };
    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementDiffCommand(CommandServices services)
        : base("diff", "Say what an amendment changes: which verdicts, for which facts, and which words.")
    {
        _services = services;
        Add(_before);
        Add(_after);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var asJson = arguments.GetValue(_json);
        if (await AgreementPaths.ReadAsync(arguments.GetValue(_before)!, asJson, _services) is not { } before
            || await AgreementPaths.ReadAsync(arguments.GetValue(_after)!, asJson, _services) is not { } after)
        {
            return ExitCode.CheckFailed;
        }

        var report = AgreementDiff.Compare(before, after, cancellationToken);
        if (!report.IsCompared)
        {
            await AgreementOutput.WriteAsync(report.Problems, asJson, _services);
            return ExitCode.CheckFailed;
        }

        await _services.Output.WriteAsync(asJson ? Encoding.UTF8.GetString(DiffReportJson.Write(report)) + "\n" : DiffText.Render(report));
        return ExitCode.Done;
    }
}
