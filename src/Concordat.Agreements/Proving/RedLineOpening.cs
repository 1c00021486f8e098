using Concordat.Agreements.Deciding;
using Concordat.Agreements.Facts;

namespace Concordat.Agreements.Proving;

/// <summary>A way past a red line: its <c>when</c> holds, none of the acts that it names was done, and the verdict is milder all the same.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Example">A request that gets it.</param>
/// <param name="ExceptionLine">Line of the <c>unless</c> that lets it through, from 1; 0 when none does.</param>
public sealed record RedLineOpening(Outcome Outcome, Example Example, int ExceptionLine);
