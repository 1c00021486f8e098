using System.Text.Json;

namespace Concordat.Oversight.Certificates;

/// <summary>A certified request in whose content another safeguard pack found something else.</summary>
/// <param name="Name">The owner's name for it.</param>
/// <param name="FactsHash">SHA-256 of the facts, canonical JSON, lower hex.</param>
/// <param name="Facts">What it is decided on under that pack.</param>
public sealed record SuiteFoundCase(string Name, string FactsHash, JsonElement Facts);
