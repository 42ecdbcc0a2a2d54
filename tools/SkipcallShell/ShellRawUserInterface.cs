using System;
using System.Management.Automation.Host;

namespace SkipcallShell;

/// <summary>The console's size and keys; where there is no console, 120 columns and no keys.</summary>
internal sealed class ShellRawUserInterface : PSHostRawUserInterface
{
    private const int WidthWithoutConsole = 120;
    private const int HeightWithoutConsole = 50;

    public override ConsoleColor ForegroundColor
    {
        get => ConsoleColor.Gray;
        set { }
    }

    public override ConsoleColor BackgroundColor
    {
        get => ConsoleColor.Black;
        set { }
    }

    public override Size BufferSize
    {
        get => WindowSize;
        set { }
    }

    public override Size WindowSize
    {
        get => Console.IsOutputRedirected || Console.WindowWidth <= 0
            ? new Size(WidthWithoutConsole, HeightWithoutConsole)
            : new Size(Console.WindowWidth, Console.WindowHeight);
        set { }
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates WindowPosition { get; set; }

    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 1;

    public override string WindowTitle { get; set; } = "SkipcallShell";

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        ConsoleKeyInfo key = Console.ReadKey(intercept: options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, 0, keyDown: true);
    }

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotSupportedException();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw new NotSupportedException();
}
