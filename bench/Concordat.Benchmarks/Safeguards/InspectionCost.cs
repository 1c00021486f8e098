using System.Runtime.InteropServices;

namespace Concordat.Benchmarks.Safeguards;

/// <summary>What the inspection of one text costs.</summary>
/// <param name="Best">Processor time of the fastest batch, for one inspection.</param>
/// <param name="Bytes">Allocated bytes of one inspection.</param>
/// <param name="Work">Bytes that all readings went over, for each byte of the text; the same on every machine.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct InspectionCost(TimeSpan Best, double Bytes, double Work);
