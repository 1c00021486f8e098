using System.Security.Cryptography;
using System.Text;
using Concordat.Signing;

namespace Concordat.Equivalence;

/// <summary>A tool call in an answer.</summary>
/// <param name="Tool">Name of the tool.</param>
/// <param name="Arguments">SHA-256 of the arguments in canonical form, lower hex; of their bytes where they are no JSON.</param>
internal sealed record ObservedCall(string Tool, string Arguments)
{
    public static string HashOf(string arguments)
    {
        var bytes = Encoding.UTF8.GetBytes(arguments);
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalize(bytes)));
        }
        catch (SigningFormatException)
        {
            return Convert.ToHexStringLower(SHA256.HashData(bytes));
        }
    }
}
