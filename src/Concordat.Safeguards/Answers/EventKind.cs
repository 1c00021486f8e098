namespace Concordat.Safeguards.Answers;

/// <summary>What the <c>type</c> of an event says about its texts.</summary>
[Flags]
internal enum EventKind
{
    None = 0,

    /// <summary>The texts of this place end here.</summary>
    Ends = 1,
}
