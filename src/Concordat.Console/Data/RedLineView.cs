namespace Concordat.Console.Data;

/// <summary>What was proved about one red line beside the rulings that stand.</summary>
/// <param name="Holds">Whether it stays shut for all facts, but for what a ruling names as opened.</param>
public sealed record RedLineView(string Clause, string Title, bool Holds);
