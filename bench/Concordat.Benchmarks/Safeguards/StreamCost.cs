using System.Runtime.InteropServices;

namespace Concordat.Benchmarks.Safeguards;

/// <summary>What a stream of small events waits for its inspection.</summary>
/// <param name="Best">Processor time of an event in the fastest run.</param>
/// <param name="Held">Bytes held back, on average.</param>
/// <param name="Most">Most bytes held back.</param>
/// <param name="First">The event with which the first byte is released, the first being 1.</param>
/// <param name="Behind">How many events a released one waited for, on average.</param>
/// <param name="MostBehind">How many events one waited for at most.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StreamCost(TimeSpan Best, double Held, long Most, int First, double Behind, int MostBehind);
