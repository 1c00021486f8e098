namespace Concordat.Safeguards;

/// <summary>Where a finding stands in the inspected JSON text.</summary>
/// <param name="Kind">What was found: <c>email</c>, <c>phone</c>, <c>ssn</c>, <c>plate</c>, <c>passport</c>, <c>device</c>, <c>licence</c>, <c>ip</c>, <c>handle</c>, <c>name</c>, <c>address</c>, <c>coordinates</c> or <c>mark</c>.</param>
/// <param name="JsonPointer">JSON pointer (RFC 6901) of the string it stands in, or begins in.</param>
/// <param name="Start">First byte, counted from the begin of the body.</param>
/// <param name="End">The byte after the last; in a later string when the finding was cut over two.</param>
public sealed record FindingPlace(string Kind, string JsonPointer, int Start, int End)
{
    /// <summary>Places kept of one request.</summary>
    public const int Max = 256;
}
