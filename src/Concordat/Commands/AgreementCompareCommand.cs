using System.CommandLine;
using System.Text;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Showing;

namespace Concordat.Commands;

/// <summary><c>agreement compare</c>: whether two vendors have equal terms.</summary>
internal sealed class AgreementCompareCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _one = new("A") { Description = "One vendor's agreement: a folder, or a signed file." };
    private readonly Argument<string> _other = new("B") { Description = "Another's." };
    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementCompareCommand(CommandServices services)
        : base("compare", "Prove that two instances of one agreement have equal terms but for the names in them, or show where they have not.")
    {
        _services = services;
        Add(_one);
        Add(_other);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var asJson = arguments.GetValue(_json);
        if (await AgreementPaths.ReadAsync(arguments.GetValue(_one)!, asJson, _services) is not { } one
            || await AgreementPaths.ReadAsync(arguments.GetValue(_other)!, asJson, _services) is not { } other)
        {
            return ExitCode.CheckFailed;
        }

        var report = EqualTerms.Compare(one, other, cancellationToken);
        if (!report.Differences.IsCompared)
        {
            await AgreementOutput.WriteAsync(report.Differences.Problems, asJson, _services);
            return ExitCode.CheckFailed;
        }

        await _services.Output.WriteAsync(asJson ? Encoding.UTF8.GetString(EqualTermsJson.Write(report)) + "\n" : EqualTermsText.Render(report));
        return report.AreEqual ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
