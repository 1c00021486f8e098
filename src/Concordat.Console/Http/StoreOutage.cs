using Concordat.Oversight;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Http;

/// <summary>Says in a page, with status 503, that the oversight store does not answer.</summary>
internal sealed class StoreOutage(PageWriter pages) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (OversightUnavailableException e)
        {
            return await pages.UnavailableAsync(e.Message);
        }
    }
}
