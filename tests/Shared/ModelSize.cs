using System.Runtime.CompilerServices;

namespace Skipcall.Testing;

/// <summary>The least heap that contacts need: exact-length lists (empty ones take nothing) and each distinct string once.</summary>
internal static class ModelSize
{
    private const int ArrayHead = 24;
    private const int Reference = 8;

    public static long Of(IEnumerable<SequenceContact> contacts)
    {
        var strings = new HashSet<string>(ReferenceEqualityComparer.Instance);
        var size = 0L;
        foreach (var contact in contacts)
        {
            var person = contact.Contact;
            size += SizeOf<SequenceContact>.Value + SizeOf<Contact>.Value;
            size += List(contact.Tags) + List(contact.Calls) + List(person.PhoneNumbers);
            Add(strings, contact.Id, contact.SequenceId, contact.Status, person.Id, person.FirstName, person.LastName, person.Email, person.Company);
            contact.Tags.ForEach(tag => Add(strings, tag.Id, tag.Label));
            contact.Calls.ForEach(call => Add(strings, call.Id, call.Status));
            person.PhoneNumbers.ForEach(number => Add(strings, number.Id, number.Number));
        }

        foreach (var text in strings)
        {
            // Header, type and length, the characters and a final zero, rounded up to eight.
            size += (20 + ((text.Length + 1) * 2) + 7) / 8 * 8;
        }

        return size;
    }

    private static long List<T>(ItemList<T> list) =>
        list.Count == 0 ? 0 : SizeOf<ItemList<T>>.Value + ArrayHead + (list.Count * (Reference + SizeOf<T>.Value));

    private static void Add(HashSet<string> strings, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrEmpty(text))
            {
                strings.Add(text);
            }
        }
    }

    private static class SizeOf<T>
    {
        public static long Value { get; } = Measure();

        private static long Measure()
        {
            _ = RuntimeHelpers.GetUninitializedObject(typeof(T));
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = RuntimeHelpers.GetUninitializedObject(typeof(T));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
