using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;

namespace AssayDriver {
    /// A value that is written with a tag.
    sealed class Tagged {
        public readonly string Tag;
        public readonly object Body;
        public Tagged(string tag, object body) { Tag = tag; Body = body; }
    }

    /// A number as it was written.
    sealed class Digits {
        public readonly string Text;
        public Digits(string text) { Text = text; }
        public bool IsWhole { get { return Text.IndexOfAny(new[] { '.', 'e', 'E', 'n' }) < 0; } }
    }

    /// A dict in the order of its entries.
    sealed class Members {
        public readonly List<KeyValuePair<object, object>> Entries =
            new List<KeyValuePair<object, object>>();
        public int Count { get { return Entries.Count; } }
        public void Add(object key, object value) {
            Entries.Add(new KeyValuePair<object, object>(key, value));
        }
        public bool Has(string key) { return Entries.Any(entry => key.Equals(entry.Key)); }
        public object this[string key] {
            get { return Entries.FirstOrDefault(entry => key.Equals(entry.Key)).Value; }
        }
    }

    /// Reads calls as plain trees: lists, `Members`, texts, truths, `Digits`, null and `Tagged`.
    sealed class Reader {
        readonly string text;
        int at;
        readonly Dictionary<string, object> definitions = new Dictionary<string, object>();

        Reader(string text) { this.text = text; }

        public static object Read(string text) { return new Reader(text).Value(); }

        object Value() {
            char first = text[at];
            if (first == '"') return String();
            if (first == '[') return List();
            if (first == '{') return Object();
            int start = at;
            while (at < text.Length && ",:]}".IndexOf(text[at]) < 0) at++;
            string word = text.Substring(start, at - start);
            switch (word) {
                case "null": return null;
                case "true": return true;
                case "false": return false;
                default: return new Digits(word);
            }
        }

        object List() {
            var items = new List<object>();
            for (at++; text[at] != ']';) {
                items.Add(Value());
                if (text[at] == ',') at++;
            }
            at++;
            return items;
        }

        object Object() {
            var members = new Members();
            for (at++; text[at] != '}';) {
                string key = String();
                at++;
                object item = Value();
                if (text[at] == ',') at++;
                if (key.StartsWith("$") && members.Count == 0 && text[at] == '}') {
                    at++;
                    return Rebuilt(key, item);
                }
                members.Add(key, item);
            }
            at++;
            return members;
        }

        object Rebuilt(string tag, object body) {
            var items = body as List<object>;
            switch (tag) {
                case "$tuple": return items;
                case "$def":
                    definitions[((Digits)items[0]).Text] = items[1];
                    return items[1];
                case "$ref":
                    object known;
                    definitions.TryGetValue(((Digits)body).Text, out known);
                    return known;
                case "$dict":
                    var members = new Members();
                    foreach (List<object> entry in items) members.Add(entry[0], entry[1]);
                    return members;
                case "$str": return WTF8(Convert.FromBase64String((string)body));
                case "$float": return new Digits((string)body);
                default: return new Tagged(tag, body);
            }
        }

        string String() {
            var found = new StringBuilder();
            for (at++; text[at] != '"';) {
                char next = text[at++];
                if (next != '\\') {
                    found.Append(next);
                    continue;
                }
                char escape = text[at++];
                if (escape == 'u') {
                    found.Append((char)int.Parse(text.Substring(at, 4), NumberStyles.HexNumber));
                    at += 4;
                } else {
                    int place = "ntrbf".IndexOf(escape);
                    found.Append(place < 0 ? escape : "\n\t\r\b\f"[place]);
                }
            }
            at++;
            return found.ToString();
        }

        /// UTF-8 in which lone surrogates may stand.
        static string WTF8(byte[] bytes) {
            var found = new StringBuilder();
            for (int i = 0; i < bytes.Length;) {
                int first = bytes[i++];
                int more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
                int code = more == 0 ? first : first & (0x3f >> more);
                while (more-- > 0 && i < bytes.Length) code = code << 6 | bytes[i++] & 0x3f;
                if (code < 0x10000) found.Append((char)code);
                else found.Append(char.ConvertFromUtf32(code));
            }
            return found.ToString();
        }
    }

    /// A value has no form that could leave the program.
    sealed class Cannot : Exception {
        public Cannot(string type) : base(type) { }
    }

    /// Writes plain data as VALUEs.
    static class Writer {
        const int MaxDepth = 200;
        const int MaxLength = 16 << 20;

        public static void Write(object value, StringBuilder to) { Write(value, to, 0); }

        static void Write(object value, StringBuilder to, int depth) {
            if (depth > MaxDepth) throw new Cannot("nested deeper than " + MaxDepth);
            if (to.Length > MaxLength) throw new Cannot("larger than 16 MiB");
            if (value == null) to.Append("null");
            else if (value is string || value is char || value is StringBuilder)
                Text(value.ToString(), to);
            else if (value is bool) to.Append((bool)value ? "true" : "false");
            else if (value is double) Real((double)value, to);
            else if (value is float) Single((float)value, to);
            else if (value is decimal)
                to.Append("{\"$decimal\":\"")
                    .Append(((decimal)value).ToString(CultureInfo.InvariantCulture)).Append("\"}");
            else if (value is BigInteger || value.GetType().IsPrimitive)
                to.Append(((IFormattable)value).ToString("D", CultureInfo.InvariantCulture));
            else if (value is Complex) Number((Complex)value, to);
            else if (Types.IsTuple(value.GetType()))
                Items("{\"$tuple\":[", Parts(value), "]}", to, depth);
            else if (value is Array && ((Array)value).Rank > 1)
                Grid((Array)value, new int[((Array)value).Rank], 0, to, depth);
            else if (value is IDictionary) Entries((IDictionary)value, to, depth);
            else if (IsSet(value)) Items("{\"$set\":[", (IEnumerable)value, "]}", to, depth);
            else if (value is IEnumerable) Items("[", (IEnumerable)value, "]", to, depth);
            else throw new Cannot(value.GetType().ToString());
        }

        static bool IsSet(object value) {
            return value.GetType().GetInterfaces().Any(
                kind => kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(ISet<>));
        }

        static void Items(
            string opening, IEnumerable items, string closing, StringBuilder to, int depth
        ) {
            to.Append(opening);
            string between = "";
            foreach (object item in items) {
                to.Append(between);
                Write(item, to, depth + 1);
                between = ",";
            }
            to.Append(closing);
        }

        static void Entries(IDictionary entries, StringBuilder to, int depth) {
            to.Append("{\"$dict\":[");
            string between = "[";
            foreach (DictionaryEntry entry in entries) {
                to.Append(between);
                Write(entry.Key, to, depth + 1);
                to.Append(',');
                Write(entry.Value, to, depth + 1);
                to.Append(']');
                between = ",[";
            }
            to.Append("]}");
        }

        /// The items of a tuple; the eighth of a long one holds the rest.
        static IEnumerable<object> Parts(object tuple) {
            Type type = tuple.GetType();
            string[] names = type.Name.StartsWith("KeyValuePair")
                ? new[] { "Key", "Value" }
                : Enumerable.Range(1, 7).Select(place => "Item" + place).ToArray();
            foreach (string name in names.Take(type.GetGenericArguments().Length))
                yield return Part(tuple, name);
            if (type.GetGenericArguments().Length < 8) yield break;
            foreach (object part in Parts(Part(tuple, "Rest"))) yield return part;
        }

        static object Part(object tuple, string name) {
            var property = tuple.GetType().GetProperty(name);
            return property != null
                ? property.GetValue(tuple) : tuple.GetType().GetField(name).GetValue(tuple);
        }

        static void Grid(Array grid, int[] place, int dimension, StringBuilder to, int depth) {
            if (dimension == place.Length) {
                Write(grid.GetValue(place), to, depth + dimension);
                return;
            }
            to.Append('[');
            for (int i = 0; i < grid.GetLength(dimension); i++) {
                if (i > 0) to.Append(',');
                place[dimension] = i;
                Grid(grid, place, dimension + 1, to, depth);
            }
            to.Append(']');
        }

        // MARK: numbers and texts

        static void Real(double number, StringBuilder to) {
            string digits = number.ToString("R", CultureInfo.InvariantCulture);
            double back;
            if (!double.TryParse(
                    digits, NumberStyles.Float, CultureInfo.InvariantCulture, out back)
                || back != number) digits = number.ToString("G17", CultureInfo.InvariantCulture);
            Float(number, digits, to);
        }

        static void Single(float number, StringBuilder to) {
            string digits = number.ToString("R", CultureInfo.InvariantCulture);
            Float(number, digits, to);
        }

        static void Float(double number, string digits, StringBuilder to) {
            if (double.IsNaN(number)) to.Append("{\"$float\":\"nan\"}");
            else if (double.IsInfinity(number))
                to.Append(number > 0 ? "{\"$float\":\"inf\"}" : "{\"$float\":\"-inf\"}");
            else to.Append(digits.IndexOfAny(new[] { '.', 'E' }) < 0 ? digits + ".0" : digits);
        }

        static void Number(Complex number, StringBuilder to) {
            to.Append("{\"$complex\":[");
            Real(number.Real, to);
            to.Append(',');
            Real(number.Imaginary, to);
            to.Append("]}");
        }

        public static void Text(string text, StringBuilder to) {
            byte[] lone = Lone(text);
            if (lone != null) {
                to.Append("{\"$str\":\"").Append(Convert.ToBase64String(lone)).Append("\"}");
                return;
            }
            to.Append('"');
            foreach (char next in text) {
                if (next == '"' || next == '\\') to.Append('\\').Append(next);
                else if (next < 32 || next >= 127)
                    to.Append("\\u").Append(((int)next).ToString("x4"));
                else to.Append(next);
            }
            to.Append('"');
        }

        /// The text in UTF-8 with its lone surrogates; null if it has none.
        static byte[] Lone(string text) {
            var bytes = new List<byte>();
            bool found = false;
            for (int i = 0; i < text.Length; i++) {
                bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length
                    && char.IsLowSurrogate(text[i + 1]);
                if (char.IsSurrogate(text[i]) && !isPair) {
                    found = true;
                    bytes.Add((byte)(0xe0 | text[i] >> 12));
                    bytes.Add((byte)(0x80 | text[i] >> 6 & 0x3f));
                    bytes.Add((byte)(0x80 | text[i] & 0x3f));
                } else {
                    bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, isPair ? 2 : 1)));
                    if (isPair) i++;
                }
            }
            return found ? bytes.ToArray() : null;
        }
    }
}
