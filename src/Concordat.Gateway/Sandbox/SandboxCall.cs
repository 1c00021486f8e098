namespace Concordat.Gateway.Sandbox;

/// <summary>A tool call that a prompt asked the sandbox model to propose.</summary>
internal sealed record SandboxCall(string Id, string Tool, string Arguments);
