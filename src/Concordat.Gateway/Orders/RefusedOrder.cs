using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>A document that was not taken.</summary>
/// <param name="Hash">SHA-256, lower hex: of the payload where somebody known signed it, else of what was handed in.</param>
/// <param name="Because">Why not.</param>
/// <param name="Document">Who signed what; null where nobody known did, and nothing that it says is recorded.</param>
/// <param name="Others">How many more of strangers were refused since the last one that was recorded.</param>
internal sealed record RefusedOrder(string Hash, string Because, OrderDocument? Document = null, long Others = 0);
