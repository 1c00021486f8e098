namespace Concordat.Safeguards;

/// <summary>The stable codes of <see cref="JsonFault"/>.</summary>
public static class JsonFaultCode
{
    public const string MalformedJson = "malformed_json";
    public const string DuplicateKey = "duplicate_key";
    public const string InvalidUtf8 = "invalid_utf8";
    public const string LoneSurrogate = "lone_surrogate";
    public const string TooDeep = "too_deep";
    public const string TrailingData = "trailing_data";
    public const string EmptyBody = "empty_body";
}
