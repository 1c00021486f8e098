namespace Concordat.Oversight.Notices;

/// <summary>Who tells over which channel.</summary>
/// <param name="Channel">Name of the channel; under another name it begins anew.</param>
/// <param name="Holder">Names one teller of one process among all.</param>
/// <param name="Hold">How long the channel stays with it after each step.</param>
public sealed record NoticeClaim(string Channel, string Holder, TimeSpan Hold);
