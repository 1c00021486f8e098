using System.Text;
using System.Text.Json;
using Concordat.Console.Data;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Readiness;

namespace Concordat.Console.Tests.Kit;

/// <summary>Use cases as a test writes them down; takes what says <c>good</c>.</summary>
internal sealed class FakeUseCases(IConsoleData data) : IUseCases
{
    public List<ReadinessStanding> Stages { get; } = [];

    public SuiteStanding? Suite { get; set; }

    public List<string> Taken { get; } = [];

    /// <summary>What <see cref="ProposeAsync"/> was asked.</summary>
    public List<ReadinessWish> Proposed { get; } = [];

    public string? Fault { get; set; }

    public string? Unknown { get; set; }

    /// <summary>A certificate of two requests, one of which an amendment turned.</summary>
    public static SuiteStanding Turned(string? fault, DateTimeOffset at)
    {
        CertifiedCase[] cases = [CaseOf("torque", "permit"), CaseOf("<b>images</b>", "permit")];
        var certificate = new Certificate(
            Certificate.DocumentFormat, new string('1', 32), "radar-maintenance", "Chief Engineer", "repairs", "log", new string('a', 64), 14, new string('b', 64), new string('c', 64), [], at, cases);
        var flip = new SuiteFlip(certificate.Id, certificate.UseCase, certificate.Owner, cases[1].Name, "permit", "hold", ["6.4"], IsRedLine: false);
        var change = new SuiteChange(SuiteChange.DocumentFormat, "activated-1", SuiteChange.Activated, new string('d', 64), new string('b', 64), "", "", at, 2, [], [flip]);
        return new SuiteStanding(certificate, fault, ["permit", "hold"], certificate.Safeguards, [change]);
    }

    public ValueTask<UseCaseDetail?> FindAsync(string id, CancellationToken cancellation) =>
        new(data.UseCases.FirstOrDefault(known => known.Id == id) is { } useCase ? new UseCaseDetail(useCase, Stages, [], Suite, Unknown) : null);

    public ValueTask<(string? Id, byte[]? Draft, string? Fault)> ProposeAsync(string useCase, ReadinessWish wish, CancellationToken cancellation)
    {
        Proposed.Add(wish);
        return new(Fault is { } fault ? (null, null, fault) : ($"{useCase}-{wish.Stage}", "{}"u8.ToArray(), (string?)null));
    }

    public ValueTask<(string? UseCase, string? Fault)> TakeAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellation)
    {
        var text = Encoding.UTF8.GetString(envelope.Span);
        Taken.Add(text);
        return new(text.Contains("good", StringComparison.Ordinal) ? ("radar-maintenance", null) : (null, "it is <i>not</i> signed"));
    }

    private static CertifiedCase CaseOf(string name, string verdict)
    {
        using var facts = JsonDocument.Parse("{}");
        return new(name, "chat", "sandbox", "sandbox-1", new string('e', 64), verdict, [], [], [], new string('f', 64), facts.RootElement.Clone());
    }
}
