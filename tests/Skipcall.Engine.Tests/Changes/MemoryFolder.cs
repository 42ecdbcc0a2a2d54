using Skipcall.Engine.Changes;

namespace Skipcall.Engine.Tests.Changes;

/// <summary>Can fail at any step: process killed, disk full, or power lost, which may lose unflushed bytes.</summary>
internal sealed class MemoryFolder : IStateFolder
{
    private readonly Dictionary<string, FileBytes> _files = new(StringComparer.Ordinal);
    private readonly Random _random;
    private bool _isLocked;
    private int _stepsLeft = int.MaxValue;
    private Func<Exception>? _failure;

    public MemoryFolder(int seed = 0) => _random = new Random(seed);

    public string Path => "/state";

    /// <summary>The number of writes, flushes, creations, truncations and replacements so far.</summary>
    public int Steps { get; private set; }

    public bool HasFailed => _failure is not null && _stepsLeft <= 0;

    public IEnumerable<string> Names => _files.Keys;

    /// <summary>Makes this step from now (0 is the next) fail half done, and all later ones fail too.</summary>
    public void FailAt(int step, Func<Exception> failure) => (_stepsLeft, _failure) = (step, failure);

    /// <summary>Ends the failure; a killed process has released its lock.</summary>
    public void Recover() => (_stepsLeft, _failure, _isLocked) = (int.MaxValue, null, false);

    /// <summary>Ends a power failure: unflushed bytes are lost, truncated or zeroed.</summary>
    public void RecoverFromPowerFailure()
    {
        foreach (var file in _files.Values)
        {
            file.LosePower(_random);
        }

        Recover();
    }

    public byte[] Read(string name) => _files[name].Bytes.ToArray();

    public void Write(string name, byte[] bytes) => _files[name] = new FileBytes { Bytes = bytes.ToList(), Flushed = bytes };

    public MemoryFolder Copy()
    {
        var copy = new MemoryFolder(_random.Next());
        foreach (var (name, file) in _files)
        {
            copy.Write(name, file.Bytes.ToArray());
        }

        return copy;
    }

    public IDisposable Lock()
    {
        if (_isLocked)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidState, "Another run is using the state.");
        }

        _isLocked = true;
        return new Unlock(this);
    }

    public IReadOnlyList<string> Find(string extension) => _files.Keys.Where(name => name.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();

    public Stream? Open(string name) => _files.TryGetValue(name, out var file) ? new FileView(this, file) : null;

    public Stream Create(string name)
    {
        Step(() => { });
        _files[name] = new FileBytes();
        return new FileView(this, _files[name]);
    }

    public void Flush(Stream stream)
    {
        Step(() => { });
        ((FileView)stream).MarkFlushed();
    }

    public void Replace(string source, string target)
    {
        void Move()
        {
            _files[target] = _files[source];
            _files.Remove(source);
        }

        // Replacing a file is atomic.
        Step(() =>
        {
            if (_random.Next(2) == 0)
            {
                Move();
            }
        });
        Move();
    }

    private void Step(Action doPart)
    {
        Steps++;
        if (_failure is null)
        {
            return;
        }

        if (_stepsLeft-- == 0)
        {
            doPart();
        }

        if (_stepsLeft < 0)
        {
            throw _failure();
        }
    }

    private sealed class FileBytes
    {
        public List<byte> Bytes { get; init; } = new();

        public byte[] Flushed { get; set; } = Array.Empty<byte>();

        public void LosePower(Random random)
        {
            var kept = Flushed.Length + random.Next(Bytes.Count - Math.Min(Flushed.Length, Bytes.Count) + 1);
            var length = random.Next(2) == 0 ? Bytes.Count : kept;
            var survivors = Bytes.Take(kept).ToList();
            Bytes.Clear();
            Bytes.AddRange(survivors);
            while (Bytes.Count < length)
            {
                Bytes.Add(0);
            }

            Flushed = Bytes.ToArray();
        }
    }

    private sealed class FileView : Stream
    {
        private readonly MemoryFolder _folder;
        private readonly FileBytes _file;

        public FileView(MemoryFolder folder, FileBytes file) => (_folder, _file) = (folder, file);

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => _file.Bytes.Count;

        public override long Position { get; set; }

        public void MarkFlushed() => _file.Flushed = _file.Bytes.ToArray();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = (int)Math.Min(count, Length - Position);
            _file.Bytes.CopyTo((int)Position, buffer, offset, Math.Max(count, 0));
            Position += Math.Max(count, 0);
            return Math.Max(count, 0);
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin == SeekOrigin.Begin ? offset : throw new NotSupportedException();

        public override void SetLength(long value)
        {
            _folder.Step(() => { });
            _file.Bytes.RemoveRange((int)value, (int)(Length - value));
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _folder.Step(() => Put(buffer.AsSpan(offset, _folder._random.Next(count + 1))));
            Put(buffer.AsSpan(offset, count));
        }

        private void Put(ReadOnlySpan<byte> bytes)
        {
            foreach (var part in bytes)
            {
                if (Position < Length)
                {
                    _file.Bytes[(int)Position] = part;
                }
                else
                {
                    _file.Bytes.Add(part);
                }

                Position++;
            }
        }
    }

    private sealed class Unlock(MemoryFolder folder) : IDisposable
    {
        public void Dispose() => folder._isLocked = false;
    }
}
