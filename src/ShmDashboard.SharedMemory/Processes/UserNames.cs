using System.Globalization;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// Names of users from <c>/etc/passwd</c>. Directory services are not asked: an answer may take seconds, and a sweep may
/// not. Not thread-safe: its owner's lock guards it.
/// </summary>
internal sealed class UserNames
{
    private const string PasswordFile = "/etc/passwd";
    private const int Capacity = 1024;

    private readonly Dictionary<uint, string> _names = [];
    private bool _loaded;

    /// <summary>The user's name, or the number in decimal.</summary>
    internal string Of(uint uid)
    {
        if (!_loaded)
        {
            _loaded = true;
            Load();
        }

        if (!_names.TryGetValue(uid, out string? name))
        {
            name = uid.ToString(CultureInfo.InvariantCulture);
            if (_names.Count < Capacity)
                _names.Add(uid, name);
        }

        return name;
    }

    private void Load()
    {
        try
        {
            foreach (string line in File.ReadLines(PasswordFile))
            {
                string[] fields = line.Split(':');
                if (fields.Length > 2 &&
                    uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint uid))
                {
                    _names.TryAdd(uid, fields[0]);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without the file there are only numbers.
        }
    }
}
