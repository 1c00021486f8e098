namespace Concordat.Hosting;

/// <summary>Has what waits for a socket go on where the socket was found ready.</summary>
/// <remarks>
/// <code>
/// thread of the sockets (one a core) ── request read, inspected, decided ──▶ ledger ── thread of the pool ──▶ asks the model
/// thread of the sockets ── answer read, inspected, decided ──▶ ledger ── thread of the pool ──▶ lets the answer out
/// </code>
/// What may take long leaves that thread first: <see cref="Oversight.PoolThread"/>.
/// Source: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Net.Sockets/src/System/Net/Sockets/SocketAsyncEngine.Unix.cs
/// </remarks>
internal static class SocketThreads
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>To be called before the first socket is opened: it is read once. What the operator has set stays.</summary>
    public static void GoOnWhereReady()
    {
        if (Environment.GetEnvironmentVariable(Setting) is null)
        {
            Environment.SetEnvironmentVariable(Setting, "1");
        }
    }
}
