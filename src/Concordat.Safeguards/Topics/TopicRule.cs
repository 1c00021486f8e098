namespace Concordat.Safeguards.Topics;

/// <summary>Adds a weight to a topic when all concepts stand within a number of words of each other, in any order. A negative weight is a lawful context.</summary>
internal sealed record TopicRule(int Id, Topic Topic, int Weight, int Within, int[] Concepts);
