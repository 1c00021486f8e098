namespace Concordat.Safeguards.Model;

/// <summary>Lexical suspicion per red line, 0 to 100; raises suspicion, never proves.</summary>
public sealed record TopicFacts(
    long Surveillance,
    long Tracking,
    long Force,
    long HighStakes,
    long LawEnforcement,
    long SocialScoring);
