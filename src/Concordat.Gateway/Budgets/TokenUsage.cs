using System.Runtime.InteropServices;

namespace Concordat.Gateway.Budgets;

/// <summary>What an exchange used, in tokens, and how that is known.</summary>
/// <param name="Input">Tokens read, those from a cache and those put into one included.</param>
/// <param name="Output">Tokens written, thoughts included.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenUsage(long Input, long Output, UsageBasis Basis)
{
    /// <summary>More than any model reads or writes in one exchange: a provider that says so is not believed.</summary>
    public const long Most = 1L << 30;

    /// <summary>Bytes of text that are taken for one token where nobody counted.</summary>
    public const int BytesPerToken = 4;

    public static TokenUsage Estimate(long requestBytes, long answerBytes) => new(Tokens(requestBytes), Tokens(answerBytes), UsageBasis.Estimate);

    /// <summary>Both together; counted by the provider only where both were.</summary>
    public TokenUsage Plus(TokenUsage other) => new(Input + other.Input, Output + other.Output, Basis == UsageBasis.Provider ? other.Basis : Basis);

    private static long Tokens(long bytes) => Math.Min(Most, (bytes + BytesPerToken - 1) / BytesPerToken);
}
