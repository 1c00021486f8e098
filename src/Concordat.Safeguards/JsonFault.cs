namespace Concordat.Safeguards;

/// <summary>Why a body was refused before anything in it was believed: a stable code, the byte where it went wrong, the JSON path, and words.</summary>
/// <param name="Code">One of the constants in <see cref="JsonFaultCode"/>.</param>
/// <param name="ByteOffset">Offset in bytes from the start of the body.</param>
/// <param name="JsonPath">Path of the enclosing value, such as <c>$.messages[2].content</c>; member names longer than 64 bytes are cut.</param>
/// <param name="Message">Lower case, no final period; never quotes content.</param>
public sealed record JsonFault(string Code, long ByteOffset, string JsonPath, string Message);
