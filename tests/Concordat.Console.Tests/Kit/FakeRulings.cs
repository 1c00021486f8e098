using System.Text;
using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Rulings;

namespace Concordat.Console.Tests.Kit;

/// <summary>Rulings that a test writes down; takes what says <c>good</c>.</summary>
internal sealed class FakeRulings : IRulings
{
    public List<RulingReport> All { get; } = [];

    public List<string> Taken { get; } = [];

    /// <summary>What <see cref="ProposeAsync"/> was asked, and by whom.</summary>
    public List<(CaseId Case, string Person, RulingProposal Proposal)> Proposed { get; } = [];

    public string? Fault { get; set; }

    public IReadOnlyList<string> Turned { get; set; } = [];

    public IReadOnlyList<RedLineView>? RedLines { get; set; } = [new("3.1", "Every effect of force needs a human authorization", Holds: true)];

    public RulingReport Add(string id, string? because = null)
    {
        var report = new RulingReport(
            id, "Pictures of the <b>radar</b>", "case_00000000000000000000000000000001", "radar-maintenance", ["6.4"], [], TimeProvider.System.GetUtcNow(),
            TimeProvider.System.GetUtcNow().AddDays(30), ["reviewer (vendor)"], because is null, because, "they show machines", "permit (principal, action, resource);");
        All.Add(report);
        return report;
    }

    public ValueTask<IReadOnlyList<RulingReport>> ListAsync(CancellationToken cancellation) => new(All);

    public ValueTask<RulingDetail?> FindAsync(string id, CancellationToken cancellation) =>
        new(All.Find(report => report.Id == id) is { } report ? new RulingDetail(report, new string('e', 64), RedLines, []) { Turned = Turned } : null);

    public ValueTask<(string? Ruling, string? Fault)> TakeAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellation)
    {
        var text = Encoding.UTF8.GetString(envelope.Span);
        Taken.Add(text);
        return new(text.Contains("good", StringComparison.Ordinal) ? (All[^1].Id, null) : (null, "it is <i>not</i> signed"));
    }

    public ValueTask<(byte[]? Draft, string? Fault)> ProposeAsync(CaseId id, Person person, RulingProposal proposal, CancellationToken cancellation)
    {
        Proposed.Add((id, person.Id, proposal));
        return new(Fault is { } fault ? (null, fault) : ("{}"u8.ToArray(), (string?)null));
    }
}
