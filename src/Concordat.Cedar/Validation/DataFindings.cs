namespace Concordat.Cedar.Validation;

/// <summary>Findings about data, bounded in number.</summary>
internal sealed class DataFindings
{
    private readonly List<DataFinding> _found = [];

    public IReadOnlyList<DataFinding> Found => _found;

    public bool IsFull => _found.Count >= CedarLimits.Diagnostics;

    public void Add(string code, string place, string message, string? expected = null, string? help = null)
    {
        if (!IsFull)
        {
            _found.Add(new DataFinding(code, place, message, expected, help));
        }
    }
}
