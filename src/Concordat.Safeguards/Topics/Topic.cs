namespace Concordat.Safeguards.Topics;

/// <summary>The red lines that words can raise a suspicion of.</summary>
internal enum Topic
{
    Surveillance,
    Tracking,
    Force,
    HighStakes,
    LawEnforcement,
    SocialScoring,
}
