using System.Globalization;
using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Formulas;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>Numbers, cut where some policy draws a line; a cell goes from its start to just before the next.</summary>
internal sealed class RangeDomain(Fact fact) : FactDomain(fact)
{
    private readonly SortedSet<long> _noted = [long.MinValue];
    private long[] _starts = [];
    private int _variable;

    public override IEnumerable<int> Variables => [_variable];

    public override void Note(FactTest test)
    {
        if (test is FactTest.Between between)
        {
            _noted.Add(between.Low);
            if (between.High < long.MaxValue)
            {
                _noted.Add(between.High + 1);
            }
        }
    }

    public override void Allocate(Diagram diagram)
    {
        _starts = [.. _noted];
        _variable = diagram.AddVariable(_starts.Length);
    }

    public override int Build(Diagram diagram, FactTest test) => test is FactTest.Between between
        ? diagram.Test(_variable, cell => _starts[cell] >= between.Low && EndOf(cell) <= between.High)
        : throw Unknown(test);

    public override CedarValue Choose(Cube path, out Cube? conflict)
    {
        conflict = null;
        return CedarValue.FromLong(Nearest(Preferred(_variable).First(cell => path.Allows(_variable, cell))));
    }

    // A count of 3 explains more than one of minus three.
    public override IEnumerable<int> Preferred(int variable) =>
        Enumerable.Range(0, _starts.Length).OrderBy(cell => Nearest(cell) < 0).ThenBy(cell => UInt128.CreateTruncating(Int128.Abs(Nearest(cell))));

    public override string? Describe(Cube cube)
    {
        if (cube.CellsOf(_variable) is not { } cells)
        {
            return null;
        }

        var ranges = Ranges(cells);
        if (ranges.Count > 1)
        {
            return ranges.Count == 2 && ranges[0].Low == long.MinValue && ranges[1].High == long.MaxValue && ranges[0].High + 2 == ranges[1].Low
                ? $"{Fact.ShortPath} != {Number(ranges[0].High + 1)}"
                : $"{Fact.ShortPath} in {string.Join(" or ", ranges.Select(Text))}";
        }

        var (low, high) = ranges[0];
        return low == high ? $"{Fact.ShortPath} == {Number(low)}"
            : low == long.MinValue ? $"{Fact.ShortPath} <= {Number(high)}"
            : high == long.MaxValue ? $"{Fact.ShortPath} >= {Number(low)}"
            : $"{Fact.ShortPath} in {Text(ranges[0])}";
    }

    public override string? ToCedar(Cube cube) => cube.CellsOf(_variable) is not { } cells
        ? null
        : Guarded(Fact, $"({string.Join(" || ", Ranges(cells).Select(ToCedar))})");

    private string ToCedar((long Low, long High) range) => range.Low == range.High ? $"{Fact} == {Number(range.Low)}"
        : range.Low == long.MinValue ? $"{Fact} <= {Number(range.High)}"
        : range.High == long.MaxValue ? $"{Fact} >= {Number(range.Low)}"
        : $"({Fact} >= {Number(range.Low)} && {Fact} <= {Number(range.High)})";

    private long EndOf(int cell) => cell + 1 < _starts.Length ? _starts[cell + 1] - 1 : long.MaxValue;

    private long Nearest(int cell) => _starts[cell] > 0 ? _starts[cell] : EndOf(cell) < 0 ? EndOf(cell) : 0;

    private List<(long Low, long High)> Ranges(bool[] cells)
    {
        var ranges = new List<(long Low, long High)>();
        for (var cell = 0; cell < cells.Length; cell++)
        {
            if (!cells[cell])
            {
                continue;
            }

            if (cell > 0 && cells[cell - 1])
            {
                ranges[^1] = (ranges[^1].Low, EndOf(cell));
            }
            else
            {
                ranges.Add((_starts[cell], EndOf(cell)));
            }
        }

        return ranges;
    }

    private static string Text((long Low, long High) range) => range.Low == range.High
        ? Number(range.Low)
        : (range.Low == long.MinValue ? "" : Number(range.Low)) + ".." + (range.High == long.MaxValue ? "" : Number(range.High));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
