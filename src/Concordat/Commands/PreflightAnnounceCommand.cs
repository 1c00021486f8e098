using System.CommandLine;
using Concordat.Oversight.Certificates;

namespace Concordat.Commands;

/// <summary><c>preflight announce</c>: gives the owners of certified suites notice of an amendment.</summary>
internal sealed class PreflightAnnounceCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string?> _agreement = new("--agreement") { Description = "The amendment, signed by all parties; when left out, notice is given of this program's safeguard pack under the agreement of the configuration.", HelpName = "FILE" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public PreflightAnnounceCommand(CommandServices services)
        : base("announce", "Give notice of a signed amendment, or of this program's safeguard pack, that turns certified verdicts. It is recorded, and may take effect when the days of notice are over.")
    {
        _services = services;
        Add(_agreement);
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var desk = await SuiteDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var now = _services.Time.GetUtcNow();
        var agreement = arguments.GetValue(_agreement) is { } file
            ? ReplayAgreements.LoadSigned(file, TrustedParties.Of(desk.Installation.Config), now)
            : desk.InForce(_services);
        var report = await desk.ReplayAsync(agreement, [], _services, cancellationToken);
        await _services.Output.WriteLineAsync(string.Join(Environment.NewLine, report.Lines()));
        List<SuiteFlip> due = [.. report.Flips.Where(flip => flip.NeedsNotice() && desk.Book.MayTakeEffect(flip, agreement.Hash, report.PackOf(flip)) is null)];
        foreach (var pack in due.Select(report.PackOf).Distinct(StringComparer.Ordinal))
        {
            await desk.NoteAsync(
                new SuiteChange(
                    SuiteChange.DocumentFormat, $"announced-{Guid.CreateVersion7(now):N}", SuiteChange.Announced, agreement.Hash, pack, "", "",
                    now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), report.Replayed, [], [.. report.Flips.Where(flip => report.PackOf(flip).Equals(pack, StringComparison.Ordinal))]),
                cancellationToken);
        }

        var days = report.Flips.Where(static flip => flip.NeedsNotice()).Select(flip => desk.Book.Find(flip.Certificate)!.Certificate!.Notice()).DefaultIfEmpty().Max();
        var what = report.LookedAt.Count > 0 ? $"agreement {agreement.ShortHash} with the safeguard pack {report.Safeguards[..12]} of this program" : $"agreement {agreement.ShortHash}";
        await _services.Output.WriteLineAsync(
            due.Count > 0 ? $"notice given: {what} may take effect from {Times.Short(now + days)} on"
            : days > TimeSpan.Zero ? "notice was given before; nothing is added"
            : $"nothing needs notice: {what} may take effect at once");
        return ExitCode.Done;
    }
}
