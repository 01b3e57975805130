namespace WeChatActors.Server;

/// <summary>What the command line says instead of the configuration file.</summary>
/// <param name="Data">Folder of the database; null leaves it to the file. Relative to the working folder.</param>
/// <param name="Public">Address of the public listener; null leaves it to the file.</param>
/// <param name="Admin">Address of the admin listener; null leaves it to the file.</param>
public sealed record ConfigurationOverrides(string? Data = null, string? Public = null, string? Admin = null)
{
    /// <summary>Whether it is read for development against a simulated platform: every account gets <see cref="InventedSecrets"/>, its
    /// own are checked for their form but never taken from the environment, neither <c>listen</c> nor <c>store</c> counts, and no packet is
    /// stale: the platform's clock may be moved while one is on its way.</summary>
    public bool Develop { get; init; }
}
