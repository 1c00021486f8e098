namespace Concordat.Gateway.Endpoints;

/// <summary>Marks a route that takes requests to models: they themselves leave the thread that read them where they may take long.</summary>
public sealed class ForModels
{
    private ForModels()
    {
    }

    public static ForModels Mark { get; } = new();
}
