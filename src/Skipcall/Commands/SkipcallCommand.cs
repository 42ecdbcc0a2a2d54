using System.Management.Automation;
using System.Management.Automation.Host;
using Skipcall.Engine;
using Skipcall.Engine.Http;

namespace Skipcall.Commands;

/// <summary>Base class of all cmdlets. Runs background work, and is the only class that writes to the pipeline.</summary>
public abstract class SkipcallCommand : PSCmdlet, IDisposable
{
    private static readonly string[] s_receiptTags = { "SkipcallReceipt" };
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private ProgressView? _progressView;

    internal ProgressView ProgressView => _progressView ??= new ProgressView(
        MyInvocation.MyCommand.Name, record => WriteOptional(() => WriteProgress(record)));

    /// <summary>Cancels all requests and waits (Ctrl+C).</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases resources.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    internal void WriteLine(string text) => WriteOptional(() => WriteVerbose(text));

    internal void WriteDetail(string text) => WriteOptional(() => WriteDebug(text));

    internal void Warn(string text) => WriteOptional(() => WriteWarning(text));

    internal void BeginWait(TimeSpan until, string reason)
    {
        if (ProgressView.BeginWait(until, reason))
        {
            WriteLine($"Waiting {(until - SystemClock.Instance.Elapsed).TotalSeconds:0.0} s: {reason}.");
        }
    }

    internal void Write(object value) => WriteObject(value);

    internal void WriteAll<T>(IReadOnlyList<T> values) => WriteObject(values, enumerateCollection: true);

    internal void WriteReceipt(ScanReceipt receipt) => WriteInformation(receipt, s_receiptTags);

    /// <summary>Reports a failure. It is terminating if it is pointless to continue.</summary>
    internal void Report(SkipcallException failure, object? target)
    {
        var record = ErrorRecords.From(failure, target);
        if (ErrorRecords.IsFatal(failure))
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    internal void Fail(SkipcallException failure, object? target) => ThrowTerminatingError(ErrorRecords.From(failure, target));

    /// <summary>Runs part of a command. Reports every failure with a documented error id.</summary>
    internal static void Guard(Action action, Action<SkipcallException> report)
    {
        try
        {
            action();
        }
        catch (SkipcallException e)
        {
            report(e);
        }
        catch (Exception e) when (!IsOfPipeline(e))
        {
            report(Unexpected(SkipcallErrorId.InvalidRequest, e));
        }
    }

    /// <summary>Runs work in the background and its posted actions on this thread. The pipeline thread blocks only here.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    internal void Run(Func<Outbox, CancellationToken, Task> work)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var outbox = new Outbox(IsVerboseEnabled(), IsDebugEnabled(), stop.Token);
        var task = Task.Run(() => work(outbox, stop.Token), CancellationToken.None);
        _ = task.ContinueWith(
            static (_, box) => ((Outbox)box!).Close(), outbox, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            Drain(outbox);
        }
        catch
        {
            // Writing throws if the pipeline ends early: Select-Object -First does not call StopProcessing.
            stop.Cancel();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            _ = task.Exception;
            if (!Stopping)
            {
                ProgressView.Close();
            }

            throw;
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (e is not SkipcallException)
        {
            throw Unexpected(SkipcallErrorId.InvalidResponse, e);
        }
    }

    private static SkipcallException Unexpected(SkipcallErrorId id, Exception cause) =>
        new(id, $"Unexpected failure ({cause.GetType().Name}): {TextSanitizer.Clean(cause.Message)}", cause);

    /// <summary>Writes output that the result does not depend on. A host that can't show it does not end the command.</summary>
    private static void WriteOptional(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (!IsOfPipeline(e))
        {
        }
    }

    /// <summary>Whether an exception comes from another command in the pipeline or from the user.</summary>
    private static bool IsOfPipeline(Exception e)
    {
        if (e is RuntimeException)
        {
            return e is not HostException;
        }

        // Select-Object -First and break throw a type that is not public.
        var type = e.GetType();
        while (type is not null && type.FullName != "System.Management.Automation.FlowControlException")
        {
            type = type.BaseType;
        }

        return type is not null;
    }

    private bool IsVerboseEnabled() => Switch("Verbose") ?? (Switch("Debug") is true || IsPreferenceEnabled("VerbosePreference"));

    private bool IsDebugEnabled() => Switch("Debug") ?? IsPreferenceEnabled("DebugPreference");

    private bool? Switch(string name) =>
        MyInvocation.BoundParameters.TryGetValue(name, out var given) && given is SwitchParameter isGiven ? isGiven.ToBool() : null;

    private bool IsPreferenceEnabled(string preference) =>
        GetVariableValue(preference) is not ActionPreference wish || wish is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private void Drain(Outbox outbox)
    {
        while (!outbox.IsFinished)
        {
            if (outbox.TryTake(s_tick, out var action))
            {
                action(this);
            }

            ProgressView.Update();
        }

        ProgressView.Close();
    }
}
