namespace ShmDashboard.Monitoring.Health;

/// <summary>As whom the dashboard runs.</summary>
/// <param name="Uid">Effective user id; 0 may everything.</param>
/// <param name="Name">Its name.</param>
public readonly record struct UserAccount(uint Uid, string Name);
