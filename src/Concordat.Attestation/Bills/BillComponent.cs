namespace Concordat.Attestation.Bills;

/// <summary>One part that a bill of materials names.</summary>
/// <param name="Type">Its type, such as <c>machine-learning-model</c>, <c>data</c> or <c>library</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; empty where none is said.</param>
/// <param name="Supplier">Who supplies it; empty where nobody is named.</param>
public sealed record BillComponent(string Type, string Name, string Version, string Supplier);
