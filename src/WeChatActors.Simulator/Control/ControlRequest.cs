namespace WeChatActors.Simulator;

internal static class ControlRequest
{
    public const int LargeBody = 16 * 1024 * 1024;
}
