namespace Concordat.Gateway.Dialects;

/// <summary>What is written into the body of a streamed chat request so that the upstream counts the tokens.</summary>
internal enum CountsAsk
{
    /// <summary>The member <c>stream_options</c>, before the end of the body.</summary>
    Member,

    /// <summary>The value of that member.</summary>
    Value,

    /// <summary>The first member of that value.</summary>
    First,

    /// <summary>The value <c>true</c>.</summary>
    Flag,
}
