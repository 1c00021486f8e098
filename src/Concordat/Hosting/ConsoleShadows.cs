using Concordat.Console.Data;
using Concordat.Gateway;
using Concordat.Oversight.Candidates;

namespace Concordat.Hosting;

/// <summary>Shows the console how candidates compare.</summary>
internal sealed class ConsoleShadows(ConcordatGateway gateway) : IShadows
{
    public ValueTask<IReadOnlyList<ShadowReport>> ListAsync(CancellationToken cancellation) => gateway.CompareCandidatesAsync(cancellation);
}
