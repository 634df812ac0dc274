using System.Security.Cryptography;
using System.Text;

namespace ShmDashboard.Web.Security;

/// <summary>
/// The secret that opens the dashboard, and the session value derived from it: a cookie never holds the token itself,
/// and stays valid over a restart with the same token.
/// </summary>
internal sealed class AccessToken
{
    private readonly byte[] _token;
    private readonly byte[] _session;

    public AccessToken(string token)
    {
        _token = Encoding.UTF8.GetBytes(token);
        Session = Convert.ToHexStringLower(HMACSHA256.HashData(_token, "shmdashboard session"u8));
        _session = Encoding.UTF8.GetBytes(Session);
    }

    /// <summary>What the session cookie holds.</summary>
    public string Session { get; }

    /// <summary>A new random token: 192 bits, in letters that need no escaping in an address.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Whether a given token is the right one; takes the same time either way.</summary>
    public bool Matches(string? given) => Same(_token, given);

    /// <summary>Whether a cookie's value is this session's.</summary>
    public bool MatchesSession(string? given) => Same(_session, given);

    // Both sides are hashed first, so that not even the length shows in the time taken.
    private static bool Same(byte[] expected, string? given) => given is not null && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(expected), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
