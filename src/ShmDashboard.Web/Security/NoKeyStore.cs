using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ShmDashboard.Web.Security;

/// <summary>
/// Keeps no keys: what is protected lasts as long as the process. Without it the framework would make a key at start that
/// nobody uses, and leave it in the user's home.
/// </summary>
internal sealed class NoKeyStore : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [];

    public void StoreElement(XElement element, string friendlyName)
    {
    }
}
