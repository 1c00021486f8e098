namespace Concordat.Gateway.Unmasking;

/// <summary>How long what stands behind placeholders may be known.</summary>
public static class IdentityLife
{
    /// <summary>The longest, whatever the retention of contents says; a legal hold keeps the bytes, and they are not given for all that.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);
}
