namespace Concordat.Oversight.Documents;

/// <summary>What each node has counted of the newest step of a subject, for whoever judges by the counts of all.</summary>
/// <remarks>Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface INodeCounts
{
    /// <summary>Most bytes of one node's counts.</summary>
    const int MostBytes = 4096;

    /// <summary>Most nodes whose counts are listed; those that started last.</summary>
    const int MostNodes = 1000;

    /// <summary>Puts what a node has counted of a step in the place of what it had; what nodes counted of earlier steps is dropped.</summary>
    /// <param name="subject">What is counted, such as the id of a migration.</param>
    /// <param name="number">Of the step, from 1.</param>
    /// <param name="node">Of one process; later ones sort behind.</param>
    /// <param name="counts">At most <see cref="MostBytes"/>.</param>
    /// <param name="cancellation">Ends waiting.</param>
    ValueTask WriteAsync(string subject, int number, string node, ReadOnlyMemory<byte> counts, CancellationToken cancellation);

    /// <summary>What all nodes have counted of a step, those that have stopped since included.</summary>
    ValueTask<IReadOnlyList<byte[]>> ListAsync(string subject, int number, CancellationToken cancellation);
}
