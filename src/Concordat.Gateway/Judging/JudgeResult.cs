namespace Concordat.Gateway.Judging;

/// <summary>What became of one question to the judge. All but the first two leave the suspicion as it was.</summary>
internal enum JudgeResult
{
    /// <summary>It says that the text crosses the red line.</summary>
    Violation,

    /// <summary>It says that the text does not.</summary>
    Clean,

    /// <summary>It said something else.</summary>
    Nonsense,

    /// <summary>What came back is no chat completion with one whole answer.</summary>
    Unreadable,

    /// <summary>Its answer is larger than one can be, or the text to show it is no longer held.</summary>
    TooLong,

    /// <summary>It answered with an error or a redirect.</summary>
    Failed,

    /// <summary>Nothing answered there.</summary>
    Unreachable,

    /// <summary>It took too long.</summary>
    Timeout,

    /// <summary>It failed so often that it is not asked for a while.</summary>
    Open,

    /// <summary>Too many questions waited.</summary>
    Busy,

    /// <summary>Its deployment may not see the text.</summary>
    Barred,
}
