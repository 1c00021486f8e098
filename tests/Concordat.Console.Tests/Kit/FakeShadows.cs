using Concordat.Console.Data;
using Concordat.Oversight.Candidates;

namespace Concordat.Console.Tests.Kit;

/// <summary>Comparisons that a test writes by hand.</summary>
internal sealed class FakeShadows : IShadows
{
    public List<ShadowReport> Reports { get; } = [];

    public ValueTask<IReadOnlyList<ShadowReport>> ListAsync(CancellationToken cancellation) => ValueTask.FromResult<IReadOnlyList<ShadowReport>>(Reports);
}
