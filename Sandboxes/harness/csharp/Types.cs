using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Text;

namespace AssayDriver {
    /// An argument does not fit its parameter.
    sealed class Unfit : Exception {
        public Unfit(string reason) : base(reason) { }
    }

    /// Gives a value of a call the type that a parameter has.
    static class Types {
        public static object Read(object tree, Type type) {
            if (type == typeof(object)) return Natural(tree);
            Type inner = Nullable.GetUnderlyingType(type);
            if (inner != null) return tree == null ? null : Read(tree, inner);
            if (type.IsArray) return ReadArray(tree, type);
            if (tree == null) {
                if (type.IsValueType) throw Wrong(null, type);
                return null;
            }
            if (type == typeof(bool) && tree is bool) return tree;
            var digits = tree as Digits;
            if (digits != null) return Number(digits, type);
            var text = tree as string;
            if (text != null) return Text(text, type);
            var tagged = tree as Tagged;
            if (tagged != null && tagged.Tag == "$decimal" && type == typeof(decimal))
                return Decimal(new Digits((string)tagged.Body), type);
            if (tagged != null && tagged.Tag == "$complex" && type == typeof(Complex)) {
                List<object> parts = Items(tree, type);
                return new Complex(Real((Digits)parts[0]), Real((Digits)parts[1]));
            }
            if (IsTuple(type)) return ReadTuple(tree, type);
            return Container(tree, type);
        }

        static Unfit Wrong(object tree, Type type) {
            string what = tree == null ? "null" : tree is Digits ? ((Digits)tree).Text
                : tree is string ? "a string" : tree is bool ? "a truth value"
                : tree is List<object> ? "a list" : tree is Members ? "a dict"
                : tree is Tagged ? "a " + ((Tagged)tree).Tag.Substring(1) : "a value";
            return new Unfit(what + " does not fit the parameter's type `" + type + "`");
        }

        // MARK: plain values

        static object Text(string text, Type type) {
            if (type.IsAssignableFrom(typeof(string)) && type != typeof(IEnumerable)) return text;
            if (type == typeof(char) && text.Length == 1) return text[0];
            if (type == typeof(StringBuilder)) return new StringBuilder(text);
            if (type.IsGenericType && type.GetGenericArguments()[0] == typeof(char))
                return Container(text.Select(letter => (object)letter.ToString()).ToList(), type);
            throw Wrong(text, type);
        }

        static object Number(Digits digits, Type type) {
            if (type == typeof(double)) return Real(digits);
            if (type == typeof(float)) return (float)Real(digits);
            if (type == typeof(decimal)) return Decimal(digits, type);
            if (!type.IsPrimitive && type != typeof(BigInteger) || type == typeof(bool)
                || type == typeof(char)) throw Wrong(digits, type);
            BigInteger whole = Whole(digits, type);
            if (type == typeof(BigInteger)) return whole;
            try {
                if (type == typeof(int)) return (int)whole;
                if (type == typeof(long)) return (long)whole;
                if (type == typeof(uint)) return (uint)whole;
                if (type == typeof(ulong)) return (ulong)whole;
                if (type == typeof(short)) return (short)whole;
                if (type == typeof(ushort)) return (ushort)whole;
                if (type == typeof(sbyte)) return (sbyte)whole;
                if (type == typeof(byte)) return (byte)whole;
            } catch (OverflowException) {
            }
            throw Wrong(digits, type);
        }

        static BigInteger Whole(Digits digits, Type type) {
            BigInteger whole;
            if (digits.IsWhole && BigInteger.TryParse(digits.Text, out whole)) return whole;
            double real = Real(digits);
            if (Math.Floor(real) != real || double.IsInfinity(real)) throw Wrong(digits, type);
            return new BigInteger(real);
        }

        static object Decimal(Digits digits, Type type) {
            decimal number;
            if (decimal.TryParse(
                digits.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
                return number;
            throw Wrong(digits, type);
        }

        static double Real(Digits digits) {
            switch (digits.Text) {
                case "nan": return double.NaN;
                case "inf": return double.PositiveInfinity;
                case "-inf": return double.NegativeInfinity;
                default: return double.Parse(digits.Text, CultureInfo.InvariantCulture);
            }
        }

        /// What a value is where any object may stand.
        static object Natural(object tree) {
            var digits = tree as Digits;
            if (digits != null) {
                BigInteger whole;
                if (!digits.IsWhole || !BigInteger.TryParse(digits.Text, out whole))
                    return Real(digits);
                if (whole >= int.MinValue && whole <= int.MaxValue) return (int)whole;
                if (whole >= long.MinValue && whole <= long.MaxValue) return (long)whole;
                return whole;
            }
            if (tree is List<object>) return Container(tree, typeof(List<object>));
            if (tree is Members) return Container(tree, typeof(Dictionary<object, object>));
            var tagged = tree as Tagged;
            if (tagged == null) return tree;
            if (tagged.Tag.EndsWith("set")) return Container(tree, typeof(HashSet<object>));
            if (tagged.Tag == "$bytes") return Convert.FromBase64String((string)tagged.Body);
            if (tagged.Tag == "$decimal") return Read(tree, typeof(decimal));
            if (tagged.Tag == "$complex") return Read(tree, typeof(Complex));
            throw Wrong(tree, typeof(object));
        }

        // MARK: containers

        static List<object> Items(object tree, Type type) {
            var list = tree as List<object>;
            if (list != null) return list;
            var tagged = tree as Tagged;
            if (tagged != null && tagged.Body is List<object>) return (List<object>)tagged.Body;
            if (tagged != null && tagged.Tag == "$bytes")
                return Convert.FromBase64String((string)tagged.Body)
                    .Select(one => (object)new Digits(one.ToString())).ToList();
            throw Wrong(tree, type);
        }

        static object ReadArray(object tree, Type type) {
            if (tree == null) return null;
            Type inner = type.GetElementType();
            var text = tree as string;
            if (text != null && inner == typeof(char)) return text.ToCharArray();
            if (type.GetArrayRank() > 1) return ReadGrid(tree, type);
            List<object> items = Items(tree, type);
            Array array = Array.CreateInstance(inner, items.Count);
            for (int i = 0; i < items.Count; i++) array.SetValue(Read(items[i], inner), i);
            return array;
        }

        /// `T[,]` and the like, of lists that are all of one length.
        static object ReadGrid(object tree, Type type) {
            var lengths = new int[type.GetArrayRank()];
            object first = tree;
            for (int i = 0; i < lengths.Length && first != null; i++) {
                List<object> items = Items(first, type);
                lengths[i] = items.Count;
                first = items.Count > 0 ? items[0] : null;
            }
            Array grid = Array.CreateInstance(type.GetElementType(), lengths);
            Fill(grid, tree, new int[lengths.Length], 0, type);
            return grid;
        }

        static void Fill(Array grid, object tree, int[] place, int dimension, Type type) {
            if (dimension == place.Length) {
                grid.SetValue(Read(tree, type.GetElementType()), place);
                return;
            }
            List<object> items = Items(tree, type);
            if (items.Count != grid.GetLength(dimension)) throw Wrong(tree, type);
            for (int i = 0; i < items.Count; i++) {
                place[dimension] = i;
                Fill(grid, items[i], place, dimension + 1, type);
            }
        }

        public static bool IsTuple(Type type) {
            if (!type.IsGenericType) return false;
            string name = type.GetGenericTypeDefinition().FullName;
            return name.StartsWith("System.Tuple`") || name.StartsWith("System.ValueTuple`")
                || name.StartsWith("System.Collections.Generic.KeyValuePair`");
        }

        static object ReadTuple(object tree, Type type) {
            List<object> items = Items(tree, type);
            Type[] inner = type.GetGenericArguments();
            if (inner.Length == 8 && items.Count > 8)
                items = items.Take(7).Concat(new object[] { items.Skip(7).ToList() }).ToList();
            if (items.Count != inner.Length) throw Wrong(tree, type);
            return Activator.CreateInstance(
                type, items.Select((item, place) => Read(item, inner[place])).ToArray());
        }

        /// In the order of preference, what an interface is given.
        static readonly Type[] Lists = {
            typeof(List<>), typeof(HashSet<>), typeof(SortedSet<>), typeof(LinkedList<>),
            typeof(Queue<>), typeof(Stack<>),
        };
        static readonly Type[] Maps = { typeof(Dictionary<,>), typeof(SortedDictionary<,>) };

        static object Container(object tree, Type type) {
            if (type == typeof(IEnumerable) || type == typeof(IList) || type == typeof(ICollection))
                type = typeof(List<object>);
            if (type == typeof(IDictionary)) type = typeof(Dictionary<object, object>);
            Type made = Made(type);
            object container = Activator.CreateInstance(made);
            var members = tree as Members;
            if (container is IDictionary) {
                if (members == null) throw Wrong(tree, type);
                Type[] inner = made.IsGenericType
                    ? made.GetGenericArguments() : new[] { typeof(object), typeof(object) };
                foreach (KeyValuePair<object, object> entry in members.Entries)
                    ((IDictionary)container)[Read(entry.Key, inner[0])] =
                        Read(entry.Value, inner[1]);
                return container;
            }
            Type item = made.IsGenericType ? made.GetGenericArguments()[0] : typeof(object);
            string[] adders = { "Add", "AddLast", "Enqueue", "Push" };
            MethodInfo add = adders.Select(name => made.GetMethod(name, new[] { item }))
                .First(method => method != null);
            foreach (object one in Items(tree, type))
                add.Invoke(container, new[] { Read(one, item) });
            return container;
        }

        /// The class that is made for a parameter of a container's type.
        static Type Made(Type type) {
            if (type == typeof(ArrayList) || type == typeof(Hashtable)) return type;
            if (type.IsGenericType) {
                Type[] inner = type.GetGenericArguments();
                foreach (Type kind in inner.Length == 1 ? Lists : Maps) {
                    if (kind.GetGenericArguments().Length != inner.Length) continue;
                    Type made = kind.MakeGenericType(inner);
                    if (type.IsAssignableFrom(made)) return made;
                }
            }
            throw new Unfit("no value can be given for the type `" + type + "`");
        }
    }
}
