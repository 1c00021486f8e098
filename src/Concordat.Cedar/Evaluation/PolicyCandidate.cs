using System.Runtime.InteropServices;

namespace Concordat.Cedar.Evaluation;

/// <summary>A policy that may apply, and what is left to test.</summary>
/// <param name="Index">Its place in the policy set.</param>
/// <param name="Test">True where the policy is satisfied.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PolicyCandidate(int Index, EvalNode Test);
