namespace Concordat.Safeguards.Model;

/// <summary>The three things that an agreement rules out, as evaluations name them.</summary>
public enum RedLine
{
    /// <summary>Watching a population, or following particular people.</summary>
    Surveillance,

    /// <summary>Selecting or engaging targets without a human.</summary>
    Force,

    /// <summary>Deciding about people's rights, livelihood, liberty or health without a human; rating their worth.</summary>
    Decisions,
}
