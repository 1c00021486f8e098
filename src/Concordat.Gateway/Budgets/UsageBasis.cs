namespace Concordat.Gateway.Budgets;

/// <summary>How the tokens of an exchange are known.</summary>
internal enum UsageBasis
{
    /// <summary>The provider counted them.</summary>
    Provider,

    /// <summary>The provider gave no count, or one that cannot be: they are taken from the length of the texts.</summary>
    Estimate,
}
