using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Notices;

/// <summary>Tells one receiver of changes that turn certified verdicts.</summary>
internal interface ISuiteSender : IDisposable
{
    /// <summary>Whether this receiver is told of it.</summary>
    bool Wants(SuiteChange change);

    /// <summary>Tells it; the same id each time.</summary>
    /// <returns>Why not, without content; null where it was taken.</returns>
    ValueTask<string?> SendAsync(SuiteChange change, CancellationToken cancellationToken);
}
