namespace Concordat.Commands;

/// <summary>What a judge said in an evaluation.</summary>
/// <param name="Deployment">Which deployment was asked.</param>
/// <param name="Prompt">Hash of what it was asked with.</param>
/// <param name="Answers">How many questions ended in what: <c>violation</c>, <c>clean</c>, or why there is no answer.</param>
internal sealed record JudgeEval(string Deployment, string Prompt, IReadOnlyDictionary<string, int> Answers);
