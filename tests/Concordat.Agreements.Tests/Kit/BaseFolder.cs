using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Cedar;

namespace Concordat.Agreements.Tests.Kit;

/// <summary>The base agreement as the repository has it, and variations of it.</summary>
internal static class BaseFolder
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "agreements", "base");

    public static AgreementSource Source { get; } = AgreementSource.Read(Path).Source!;

    public static AgreementModel Model { get; } = AgreementLint.Compile(Source, new DiagnosticList())!;

    public static Decider Decider { get; } = new(Model);

    /// <summary>The agreement with other clauses, unchecked, as a test of deciding needs it.</summary>
    public static Decider DeciderOf(params IEnumerable<Clause> clauses)
    {
        var kept = clauses.ToImmutableArray();
        var policies = PolicySet.Parse(string.Join('\n', kept.Select(clause => clause.Text)));
        return new Decider(new AgreementModel(policies, Model.Schema, kept));
    }

    /// <summary>Clauses written for one test, with whatever annotations they lack.</summary>
    public static Decider DeciderOf(string clauses)
    {
        var policies = PolicySet.Parse(clauses);
        var found = new DiagnosticList();
        var read = policies.Policies.Select(policy => ClauseReader.Read(policy, "test", found)!).ToImmutableArray();
        Assert.Empty(found.ToImmutable());
        return new Decider(new AgreementModel(policies, Model.Schema, read));
    }

    /// <summary>The source with one replacement in its clauses.</summary>
    public static AgreementSource WithClauses(string from, string to)
    {
        Assert.Contains(from, Source.Clauses, StringComparison.Ordinal);
        return Source with { Clauses = Source.Clauses.Replace(from, to, StringComparison.Ordinal) };
    }

    /// <summary>The source with one replacement in its prose.</summary>
    public static AgreementSource WithProse(string from, string to)
    {
        Assert.Contains(from, Source.Prose, StringComparison.Ordinal);
        return Source with { Prose = Source.Prose.Replace(from, to, StringComparison.Ordinal) };
    }

    /// <summary>The source with other metadata.</summary>
    public static AgreementSource With(Func<AgreementMetadata, AgreementMetadata> change) => Source with { Metadata = change(Source.Metadata) };
}
