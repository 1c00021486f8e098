using Concordat.Oversight.Notices;

namespace Concordat.Gateway.Notices;

/// <summary>Tells one receiver.</summary>
internal interface INoticeSender : IDisposable
{
    /// <summary>Whether the receiver is told of the event at all.</summary>
    bool Wants(CaseEvent told);

    /// <summary>Tells of one event.</summary>
    /// <returns>Null once it was taken; otherwise why not, without addresses.</returns>
    ValueTask<string?> SendAsync(CaseEvent told, CancellationToken cancellationToken);
}
