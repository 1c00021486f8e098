using Concordat.Cedar.Types;

namespace Concordat.Cedar.Tests.Analysis.Smt;

/// <summary>An expression in SMT-LIB: its term, meaningful where <paramref name="Error"/> is false; for a record the term is its path.</summary>
internal sealed record SmtTerm(CedarType? Type, string Term, string Error);
