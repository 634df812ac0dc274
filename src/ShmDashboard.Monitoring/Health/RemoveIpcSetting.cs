namespace ShmDashboard.Monitoring.Health;

/// <summary>Whether systemd-logind removes a user's objects with the last logout (logind.conf(5), RemoveIPC=).</summary>
/// <param name="Enabled">It does.</param>
/// <param name="Source">The file that says so, or "default".</param>
public readonly record struct RemoveIpcSetting(bool Enabled, string Source);
