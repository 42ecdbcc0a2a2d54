using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace SkipcallShell;

/// <summary>Objects go to the output; all that is about them (errors, warnings, progress) to the error stream.</summary>
internal sealed class ShellUserInterface : PSHostUserInterface
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Grey = "\e[90m";
    private const string Reset = "\e[0m";
    private const string EraseLine = "\r\e[K";

    // Warnings and errors may come from any thread, and must not tear a line.
    private readonly System.Threading.Lock _lock = new();
    private readonly bool _isOutputTerminal = IsTerminal(Console.IsOutputRedirected);
    private readonly bool _isErrorTerminal = IsTerminal(Console.IsErrorRedirected);
    private bool _isProgressShown;

    public override ShellRawUserInterface RawUI { get; } = new();

    /// <summary>Whether colours may be used; the formatter's output is plain without.</summary>
    public override bool SupportsVirtualTerminal => _isOutputTerminal;

    public bool HasShownError { get; private set; }

    /// <summary>An object that is written now is an error, though it comes as output.</summary>
    public bool IsShowingError { get; set; }

    public void ForgetErrors() => HasShownError = false;

    public override void Write(string value) => WriteTo(Console.Out, _isOutputTerminal ? value : Plain(value));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value)
    {
        if (IsShowingError)
        {
            WriteErrorLine(value);
        }
        else
        {
            Write(value + Environment.NewLine);
        }
    }

    public override void WriteErrorLine(string value)
    {
        HasShownError = true;
        WriteNotice(Red, value);
    }

    public override void WriteWarningLine(string message) => WriteNotice(Yellow, "WARNING: " + message);

    public override void WriteVerboseLine(string message) => WriteNotice(Grey, "VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteNotice(Grey, "DEBUG: " + message);

    /// <summary>One line that is written over and over; nothing at all where it would be kept.</summary>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (!_isErrorTerminal)
        {
            return;
        }

        if (record.RecordType == ProgressRecordType.Completed)
        {
            EndProgress();
            return;
        }

        string percent = record.PercentComplete < 0 ? "" : $" {record.PercentComplete}%";
        string left = record.SecondsRemaining < 0 ? "" : $" ({record.SecondsRemaining} s left)";
        string line = $"{record.Activity}: {record.StatusDescription}{percent}{left}";
        lock (_lock)
        {
            Console.Error.Write(EraseLine + line[..Math.Min(line.Length, Math.Max(0, Console.WindowWidth - 1))]);
            _isProgressShown = true;
        }
    }

    /// <summary>Nothing of the progress line stays on the screen.</summary>
    public void EndProgress()
    {
        lock (_lock)
        {
            if (_isProgressShown)
            {
                Console.Error.Write(EraseLine);
                _isProgressShown = false;
            }
        }
    }

    public override string ReadLine() => Console.ReadLine() ?? throw NobodyAnswers();

    public override SecureString ReadLineAsSecureString()
    {
        if (Console.IsInputRedirected)
        {
            throw NobodyAnswers();
        }

        // Ctrl+C has to come as a key: a handler could stop the pipeline, but not this read.
        Console.TreatControlCAsInput = true;
        try
        {
            return ReadMasked();
        }
        finally
        {
            Console.TreatControlCAsInput = false;
            WriteLine();
        }
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        WriteHeading(caption, message);
        return descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(Ask(field)));
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteHeading(caption, message);
        string[] labels = [.. choices.Select(choice => choice.Label.Replace("&", "", StringComparison.Ordinal))];
        string[] keys = [.. choices.Select((choice, i) => HotKey(choice.Label) ?? labels[i])];
        while (true)
        {
            Write(string.Join("  ", keys.Select((key, i) => $"[{key}] {labels[i]}")));
            Write(defaultChoice < 0 ? ": " : $" (default is \"{keys[defaultChoice]}\"): ");
            string answer = ReadLine().Trim();
            int choice = answer.Length == 0
                ? defaultChoice
                : Array.FindIndex(keys, key => Is(key, answer)) is >= 0 and var byKey ? byKey : Array.FindIndex(labels, label => Is(label, answer));
            if (choice >= 0)
            {
                return choice;
            }
        }

        static bool Is(string label, string answer) => label.Equals(answer, StringComparison.OrdinalIgnoreCase);
        static string? HotKey(string label) => label.IndexOf('&', StringComparison.Ordinal) is >= 0 and var at && at + 1 < label.Length
            ? char.ToUpperInvariant(label[at + 1]).ToString()
            : null;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        WriteHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadLine();
        }

        Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => PromptForCredential(caption, message, userName, targetName);

    private static bool IsTerminal(bool isRedirected) =>
        !isRedirected
        && !OperatingSystem.IsWindows()
        && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb")
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static string Plain(string text) => new StringDecorated(text).ToString(OutputRendering.PlainText);

    private static HostException NobodyAnswers() => new("The input is redirected: there is nobody to answer.");

    private SecureString ReadMasked()
    {
        SecureString secret = new();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    secret.MakeReadOnly();
                    return secret;
                case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    throw new PipelineStoppedException();
                case { Key: ConsoleKey.Backspace } when secret.Length > 0:
                    secret.RemoveAt(secret.Length - 1);
                    Write("\b \b");
                    break;
                case { KeyChar: >= ' ' and not '\x7f' }:
                    secret.AppendChar(key.KeyChar);
                    Write("*");
                    break;
            }
        }
    }

    /// <summary>The engine converts the text to what it needs.</summary>
    private object Ask(FieldDescription field)
    {
        Write(field.Name + ": ");
        return field.ParameterTypeName switch
        {
            nameof(SecureString) => ReadLineAsSecureString(),
            nameof(PSCredential) => PromptForCredential("", "", "", ""),
            _ => ReadLine(),
        };
    }

    private void WriteHeading(string caption, string message)
    {
        foreach (string line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line);
        }
    }

    private void WriteNotice(string colour, string text)
    {
        string plain = Plain(text);
        WriteTo(Console.Error, (_isErrorTerminal ? colour + plain + Reset : plain) + Environment.NewLine);
    }

    private void WriteTo(TextWriter writer, string text)
    {
        lock (_lock)
        {
            EndProgress();
            writer.Write(text);
        }
    }
}
