using System.Globalization;
using System.Text;

namespace Concordat.Signing.Pkcs11;

/// <summary>Names a private key on a token: <c>pkcs11:token=…;object=…?module-path=/…</c> (RFC 7512).</summary>
/// <remarks>What is left null matches everything; a key must be named by its label, its id or both.</remarks>
/// <param name="Module">Absolute path of the PKCS #11 module, a shared library.</param>
/// <param name="Token">Label of the token.</param>
/// <param name="Serial">Serial number of the token.</param>
/// <param name="Label">Label of the key (<c>object</c>).</param>
/// <param name="Id">Id of the key, lower-case hex.</param>
public sealed record Pkcs11Uri(string Module, string? Token, string? Serial, string? Label, string? Id)
{
    private const string Scheme = "pkcs11:";
    private const int MaxLength = 2048;

    /// <summary>Whether a reference names a key on a token, well or badly, and not a file.</summary>
    public static bool IsOne(string? reference) => reference?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true;

    /// <exception cref="SigningFormatException">Not such a URI, or one that leaves open which key is meant; the code is <c>key_uri</c>.</exception>
    public static Pkcs11Uri Parse(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!IsOne(uri) || uri.Length > MaxLength)
        {
            throw Malformed("it should have the form `pkcs11:token=NAME;object=KEY?module-path=/FILE`");
        }

        var (path, query) = uri[Scheme.Length..].Split('?', 2) is [var before, var after] ? (before, after) : (uri[Scheme.Length..], "");
        var attributes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        Read(path, ';', attributes);
        Read(query, '&', attributes);
        if (Text(attributes, "type") is not (null or "private"))
        {
            throw Malformed("`type` should be `private` or left out");
        }

        var key = new Pkcs11Uri(
            Text(attributes, "module-path") ?? "", Text(attributes, "token"), Text(attributes, "serial"), Text(attributes, "object"),
            attributes.TryGetValue("id", out var id) ? Convert.ToHexStringLower(id) : null);
        if (!Path.IsPathRooted(key.Module))
        {
            throw Malformed("`module-path` must be the absolute path of the token's PKCS #11 module, such as `/usr/lib/softhsm/libsofthsm2.so`");
        }

        if (key is { Token: null, Serial: null })
        {
            throw Malformed("it must name the token, with `token` or `serial`");
        }

        return key is { Label: null, Id: null } ? throw Malformed("it must name the key, with `object` or `id`") : key;
    }

    /// <summary>The token and the key for messages, without the module.</summary>
    public override string ToString() => $"key {Named(Label, Id is null ? null : "id " + Id)} on token {Named(Token, Serial is null ? null : "serial " + Serial)}";

    internal static bool Same(string? wanted, string found) => wanted is null || string.Equals(wanted, found, StringComparison.Ordinal);

    private static string Named(string? label, string? other) => $"`{string.Join(", ", new[] { label, other }.Where(static n => n is not null))}`";

    private static void Read(string part, char separator, Dictionary<string, byte[]> attributes)
    {
        foreach (var attribute in part.Split(separator, StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = attribute.Split('=', 2) is [var n, var v] ? (n, v) : (attribute, "");
            switch (name)
            {
                case "pin-value":
                    throw Malformed("it must not hold the PIN; name the place where it is kept as the key's passphrase, and treat what stood here as disclosed");
                case "pin-source":
                    throw Malformed("`pin-source` is not read; name the place of the PIN as the key's passphrase");
                case not ("token" or "serial" or "object" or "id" or "type" or "module-path"):
                    throw Malformed($"`{name}` is not known (known are `token`, `serial`, `object`, `id`, `type` and `module-path`)");
            }

            if (value.Length == 0 || !attributes.TryAdd(name, Decode(value)))
            {
                throw Malformed($"`{name}` should stand there once and not be empty");
            }
        }
    }

    private static byte[] Decode(string value)
    {
        var bytes = new List<byte>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '%')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(value, i, 1));
            }
            else if (i + 2 < value.Length && byte.TryParse(value.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                bytes.Add(octet);
                i += 2;
            }
            else
            {
                throw Malformed("a `%` must be followed by two hexadecimal digits");
            }
        }

        return [.. bytes];
    }

    private static string? Text(Dictionary<string, byte[]> attributes, string name) => attributes.TryGetValue(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    private static SigningFormatException Malformed(string why) => new("key_uri", $"the URI of a key on a token is not usable: {why}");
}
