using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine;

namespace Skipcall.Commands;

/// <summary>
/// What all cmdlets of the module share: background work that is stopped with the pipeline, and the only place that writes to it.
/// </summary>
public abstract class SkipcallCommand : PSCmdlet, IDisposable
{
    private static readonly string[] s_receiptTags = { "SkipcallReceipt" };
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private ProgressView? _progressView;

    internal ProgressView ProgressView => _progressView ??= new ProgressView(MyInvocation.MyCommand.Name, WriteProgress);

    /// <summary>Ends all waits and requests at once: Ctrl+C.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the cmdlet's own resources.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    internal void Tell(string text) => WriteVerbose(text);

    internal void TellDetail(string text) => WriteDebug(text);

    internal void Warn(string text) => WriteWarning(text);

    internal void WaitStarted(TimeSpan until, string reason)
    {
        // Requests that wait side by side wait for the same thing: it is told once.
        if (ProgressView.WaitStarted(until, reason))
        {
            Tell($"Waiting {(until - SystemClock.Instance.Elapsed).TotalSeconds:0.0} s: {reason}.");
        }
    }

    internal void Write(object value) => WriteObject(value);

    internal void WriteAll<T>(IReadOnlyList<T> values) => WriteObject(values, enumerateCollection: true);

    internal void WriteReceipt(ScanReceipt receipt) => WriteInformation(receipt, s_receiptTags);

    /// <summary>Reports a failure: for good where it dooms what would follow, else for this target only.</summary>
    internal void Report(SkipcallException failure, object? target)
    {
        var record = ErrorRecords.From(failure, target);
        if (ErrorRecords.IsFatal(failure))
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    /// <summary>Ends the cmdlet with a failure, whatever its kind.</summary>
    internal void Fail(SkipcallException failure, object? target) => ThrowTerminatingError(ErrorRecords.From(failure, target));

    /// <summary>
    /// Does work in the background, and what it queues on this thread, until the work is over. The pipeline's thread
    /// blocks here and nowhere else.
    /// </summary>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    internal void Run(Func<Outbox, CancellationToken, Task> work)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var outbox = new Outbox(WantsVerbose(), WantsDebug(), stop.Token);
        var task = Task.Run(() => work(outbox, stop.Token), CancellationToken.None);
        _ = task.ContinueWith(
            static (_, box) => ((Outbox)box!).Close(), outbox, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            Drain(outbox);
        }
        catch
        {
            // Writing threw: the pipeline wants no more (Select-Object -First ends it so, without StopProcessing). Nothing goes
            // on behind its back.
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
    }

    /// <summary>Whether <c>WriteVerbose</c> would do anything. To PowerShell, -Debug says so too.</summary>
    private bool WantsVerbose() => Switch("Verbose") ?? (Switch("Debug") is true || IsShown("VerbosePreference"));

    /// <summary>Whether <c>WriteDebug</c> would do anything.</summary>
    private bool WantsDebug() => Switch("Debug") ?? IsShown("DebugPreference");

    private bool? Switch(string name) =>
        MyInvocation.BoundParameters.TryGetValue(name, out var given) && given is SwitchParameter isGiven ? isGiven.ToBool() : null;

    /// <summary>Whether a preference variable lets a stream through.</summary>
    private bool IsShown(string preference) =>
        // Where somebody wrote a text into the variable, PowerShell knows what it means.
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
