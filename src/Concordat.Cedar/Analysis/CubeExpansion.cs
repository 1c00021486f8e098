using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Domains;

namespace Concordat.Cedar.Analysis;

/// <summary>Widens cubes as far as they stay clear of what they must not meet, so that they say no more than is needed.</summary>
/// <param name="model">Facts and diagram.</param>
/// <param name="outside">A two-valued function: 1 where the cube must not reach.</param>
internal sealed class CubeExpansion(EnvironmentModel model, int outside)
{
    /// <summary>Facts that are given up only when nothing else can be; the readers expect to see them.</summary>
    public IReadOnlySet<string> Essential { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    public Cube Expand(Cube cube)
    {
        var wide = cube.Copy();
        // Values come before presences, since a cube that speaks of a value must also say that it is there.
        var domains = model.Facts.Ordered.Reverse().OrderBy(domain => Essential.Contains(domain.Fact.Path)).ToArray();
        foreach (var domain in domains)
        {
            FreeAll(wide, domain);
        }

        foreach (var domain in domains)
        {
            foreach (var variable in domain.Variables)
            {
                Widen(wide, domain, variable);
            }
        }

        return wide;
    }

    private void FreeAll(Cube cube, FactDomain domain)
    {
        var narrowed = domain.Variables.Where(variable => cube.CellsOf(variable) is not null).ToArray();
        if (narrowed.Length < 2 || IsNeeded(cube, domain))
        {
            return;
        }

        var wider = cube.Copy();
        foreach (var variable in narrowed)
        {
            wider.Free(variable);
        }

        if (!wider.Meets(model.Diagram, outside))
        {
            foreach (var variable in narrowed)
            {
                cube.Free(variable);
            }
        }
    }

    private void Widen(Cube cube, FactDomain domain, int variable)
    {
        if (cube.CellsOf(variable) is not { } cells || IsNeeded(cube, domain))
        {
            return;
        }

        if (TrySet(cube, variable, [.. cells.Select(_ => true)]) || cells.Length == 2)
        {
            return;
        }

        for (var cell = 0; cell < cells.Length; cell++)
        {
            if (!cells[cell])
            {
                bool[] wider = [.. cells];
                wider[cell] = true;
                if (TrySet(cube, variable, wider))
                {
                    cells = wider;
                }
            }
        }
    }

    private bool TrySet(Cube cube, int variable, bool[] cells)
    {
        var before = cube.CellsOf(variable)!;
        cube.Set(variable, cells);
        if (cube.Meets(model.Diagram, outside))
        {
            cube.Set(variable, before);
            return false;
        }

        return true;
    }

    // A presence is needed as long as the cube speaks of the fact or of something in it.
    private bool IsNeeded(Cube cube, FactDomain domain) =>
        model.Facts.IsPresence(domain)
        && model.Facts.Ordered.Any(other => !ReferenceEquals(other, domain)
            && (other.Fact.Equals(domain.Fact) || other.Fact.Path.StartsWith(domain.Fact.Path + ".", StringComparison.Ordinal) || other.Fact.Path.StartsWith(domain.Fact.Path + "[", StringComparison.Ordinal))
            && other.Variables.Any(variable => cube.CellsOf(variable) is not null));
}
