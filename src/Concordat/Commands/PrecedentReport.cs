using System.Globalization;
using Concordat.Oversight.Cases;

namespace Concordat.Commands;

/// <summary>An earlier case that resembles one, and the rulings made on it.</summary>
internal sealed record PrecedentReport(string Case, string State, double Distance, IReadOnlyList<string> Shared, IReadOnlyList<string> Rulings)
{
    public static PrecedentReport Of(Precedent near, IReadOnlyList<string> rulings) =>
        new(near.Case.Id.Value, CaseNames.Of(near.Case.State), Math.Round(near.Distance, 3), near.Shared, rulings);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"like it:   {Case} at distance {Distance:0.00}, {State}{(Rulings.Count > 0 ? $", ruling {string.Join(", ", Rulings)}" : "")} ({string.Join(", ", Shared)})");
}
