namespace Concordat.Safeguards.Text;

/// <summary>What a token means for the window it would join.</summary>
internal enum TokenKind
{
    /// <summary>Prose: closes what is open.</summary>
    Plain,

    /// <summary>Holds a digit, or could be part of a code that a word announced.</summary>
    Number,

    /// <summary>Stands between numbers: a compass letter, a dash, the name of a coordinate.</summary>
    Link,

    /// <summary>Could begin a classification mark.</summary>
    Mark,
}
