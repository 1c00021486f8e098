namespace Concordat.Agreements.Clauses;

/// <summary>What a person, a panel, a court or the law must have done before a red line opens; clauses name it in <c>@opens</c>.</summary>
/// <param name="Name">Its name in clauses.</param>
/// <param name="Words">What it is, for people.</param>
/// <param name="Condition">The Cedar condition over the facts that says that it was done; empty for a ruling, which is yet to come.</param>
public sealed record HumanAct(string Name, string Words, string Condition);
