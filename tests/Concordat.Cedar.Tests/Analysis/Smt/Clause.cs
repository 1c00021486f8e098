namespace Concordat.Cedar.Tests.Analysis.Smt;

/// <summary>A random clause, in parts that an amendment changes one by one.</summary>
internal sealed record Clause(string Effect, string Scope, string Conditions, string Remedy)
{
    public override string ToString() => $"@remedy(\"{Remedy}\") {Effect} ({Scope}){Conditions};";
}
