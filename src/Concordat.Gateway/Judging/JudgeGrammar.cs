namespace Concordat.Gateway.Judging;

/// <summary>The exact forms that judges answer in.</summary>
internal enum JudgeGrammar
{
    /// <summary><c>safe</c>, or <c>unsafe</c> and on the next line the one category <c>S1</c>.</summary>
    LlamaGuard,

    /// <summary>A JSON object whose one member <c>violation</c> is 0 or 1.</summary>
    Safeguard,

    /// <summary><c>Yes</c> or <c>No</c> with or without a confidence, or <c>yes</c> or <c>no</c> as a score.</summary>
    GraniteGuardian,
}
