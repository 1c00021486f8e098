using System.CommandLine;
using Concordat.Gateway.Certifying;
using Concordat.Ledger.Notes;
using Concordat.Oversight.Certificates;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>preflight verify</c>: checks a certificate offline, and decides its cases again where the agreement is at hand.</summary>
internal sealed class PreflightVerifyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The signed certificate." };
    private readonly Option<string?> _signer = new("--log-key") { Description = "Verifier key of the ledger that records it; those of the configuration when left out.", HelpName = "VKEY" };
    private readonly Option<string?> _agreement = new("--agreement") { Description = "The signed agreement that decided: its cases are decided again.", HelpName = "FILE" };
    private readonly Option<string[]> _parties = TrustedParties.Option();
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public PreflightVerifyCommand(CommandServices services)
        : base("verify", "Check a certificate offline: that the ledger's key signed it, its facts, and, with `--agreement`, every verdict that rests on no ruling.")
    {
        _services = services;
        Add(_file);
        Add(_signer);
        Add(_agreement);
        Add(_parties);
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            var keys = Keys(arguments);
            var (certificate, by) = CertificateReader.Verify(await File.ReadAllBytesAsync(arguments.GetValue(_file)!, cancellationToken), keys);
            await _services.Output.WriteLineAsync($"certificate {certificate.Id}: `{certificate.Suite}` of `{certificate.UseCase}`, {certificate.Cases.Count} cases, issued {Times.Short(certificate.Issued)}");
            await _services.Output.WriteLineAsync($"signed by key {by.KeyId[..12]} of the ledger {certificate.Log}; under agreement {certificate.Agreement[..12]} and safeguards {certificate.Safeguards[..12]}, with {certificate.NoticeDays} days of notice");
            return arguments.GetValue(_agreement) is { } path ? await DecideAsync(certificate, path, arguments) : ExitCode.Done;
        }
        catch (Exception fault) when (fault is CertificateException or SigningFormatException or FormatException)
        {
            throw new CommandException($"concordat: {fault.Message}") { Code = ExitCode.CheckFailed };
        }
    }

    private async Task<int> DecideAsync(Certificate certificate, string path, ParseResult arguments)
    {
        var named = arguments.GetValue(_parties) ?? [];
        var parties = named.Length > 0 ? TrustedParties.Of(named) : TrustedParties.Of(Installation.Load(arguments.GetValue(_configuration)!, _services).Config);
        var agreement = ReplayAgreements.LoadSigned(path, parties, _services.Time.GetUtcNow());
        if (agreement.Hash != certificate.Agreement)
        {
            throw new CertificateException($"the certificate is of the agreement {certificate.Agreement[..12]}, and `{path}` is {agreement.ShortHash}");
        }

        var wrong = 0;
        foreach (var each in certificate.Cases.Where(static each => each.Rulings.Count == 0))
        {
            var verdict = SuiteReplay.Decide(certificate, each, agreement, static (verdict, _) => verdict);
            var name = verdict.Kind.ToString().ToLowerInvariant();
            var isSame = name.Equals(each.Verdict, StringComparison.Ordinal) || (verdict.IsContinued && each.Verdict is "hold"); // people had said no to the like
            if (!isSame || !verdict.Clauses.Select(static fired => fired.Clause.Id.ToString()).SequenceEqual(each.Clauses, StringComparer.Ordinal))
            {
                wrong++;
                await _services.Output.WriteLineAsync($"  `{each.Name}`: certified as {each.Verdict}, decided again {name}");
            }
        }

        var ruled = certificate.Cases.Count(static each => each.Rulings.Count > 0);
        await _services.Output.WriteLineAsync($"decided again: {certificate.Cases.Count - ruled - wrong} the same, {wrong} otherwise{(ruled > 0 ? $"; {ruled} rest on rulings and were not" : "")}");
        return wrong == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private IReadOnlyList<VerifyingKey> Keys(ParseResult arguments)
    {
        if (arguments.GetValue(_signer) is { } given)
        {
            return [NoteVerifier.Parse(given).Key ?? throw new CommandException("concordat: give the verifier key by which the log itself signs, not one of another algorithm beside it")];
        }

        using var keys = Hosting.LedgerKeys.Load(Installation.Load(arguments.GetValue(_configuration)!, _services).Config.Ledger, _services.Environment);
        return [keys.Key.PublicKey];
    }
}
