namespace Concordat.Console.Data;

/// <summary>The three things that the gateway can say.</summary>
public enum VerdictWord
{
    Permit,
    Hold,
    Refuse,
}
