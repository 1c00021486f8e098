using System.Runtime.CompilerServices;

namespace Concordat.Oversight;

/// <summary>Leaves a thread that others wait for.</summary>
/// <remarks>
/// A request begins, and goes on after each wait for the network, on the thread that looks after the sockets: <c>Concordat.Hosting.SocketThreads</c>. That
/// saves two changes of threads a request, and lets all other connections of that thread wait meanwhile. Whatever may take long (a store that
/// works where it is called, much text) therefore goes to a thread of the pool first. There already, it goes on at once.
/// </remarks>
public readonly struct PoolThread : ICriticalNotifyCompletion, IEquatable<PoolThread>
{
    /// <summary>To be awaited: what comes after it runs on a thread of the pool.</summary>
    public static PoolThread Take() => default;

    public PoolThread GetAwaiter() => this;

    public bool IsCompleted => Thread.CurrentThread.IsThreadPoolThread;

    public void GetResult()
    {
        // there is none
    }

    public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(static go => go(), continuation, preferLocal: false);

    public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static go => go(), continuation, preferLocal: false);

    public bool Equals(PoolThread other) => true;

    public override bool Equals(object? obj) => obj is PoolThread;

    public override int GetHashCode() => 0;

    public static bool operator ==(PoolThread left, PoolThread right) => true;

    public static bool operator !=(PoolThread left, PoolThread right) => false;
}
