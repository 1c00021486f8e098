using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Suspicion;

/// <summary>One feature of a text and how much it counts there.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Feature(int Bucket, float Value);
