namespace Operator.Runtime;

/// <summary>
/// Lets whoever waits for a socket go on in the thread that received the answer. By default .NET wakes a thread of the pool for it:
/// twice the changes of thread, for a program that does little between two answers.
/// <para>
/// The price: what takes long there holds up the other connections of that thread, the watches' and the lease's among them. So whatever
/// may take seconds has to leave it, by <see cref="Task.Run(Action)"/>, and nothing there may block until another answer arrives.
/// </para>
/// </summary>
public static class SocketThreads
{
    // Read by System.Net.Sockets, once, from the environment alone.
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>To be called before the process uses its first socket. A value that the environment has already stands.</summary>
    public static void GoOnInline()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }
}
