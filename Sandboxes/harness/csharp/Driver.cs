using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;

namespace AssayDriver {
    /// The candidate's side of `function` tests: calls methods of the classes it is compiled with.
    ///
    /// It holds no expected value: what they do to this process can only change its answers.
    static class Driver {
        const int DuplicateCloseOnExec = 1030;

        [DllImport("libc.so.6")] static extern int fcntl(int descriptor, int command, int least);
        [DllImport("libc.so.6")] static extern int dup2(int from, int to);
        [DllImport("libc.so.6")] static extern int open(string path, int flags);
        [DllImport("libc.so.6")] static extern void _exit(int status);

        static int Main() {
            // Copies that programs which the source starts do not get.
            var calls = new StreamReader(
                new Descriptor(fcntl(0, DuplicateCloseOnExec, 100)), new UTF8Encoding(false), false,
                1 << 16);
            var answers = new Descriptor(fcntl(1, DuplicateCloseOnExec, 100));
            // The program's own input is empty, and what it prints goes to standard error.
            dup2(open("/dev/null", 0), 0);
            dup2(2, 1);
            if (calls.ReadLine() == null) return 0;
            Send(answers, "{\"id\":0,\"ready\":true}");
            for (string line; (line = calls.ReadLine()) != null;) Send(answers, Answer(line));
            Console.Out.Flush();
            _exit(0);
            return 0;
        }

        static void Send(Stream answers, string line) {
            Console.Out.Flush();
            byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
            answers.Write(bytes, 0, bytes.Length);
        }

        static string Answer(string line) {
            var call = (Members)Reader.Read(line);
            var to = new StringBuilder("{\"id\":");
            to.Append(((Digits)call["id"]).Text).Append(',');
            int start = to.Length;
            try {
                to.Append("\"value\":");
                Writer.Write(Result(call), to);
            } catch (Unfit error) {
                to.Length = start;
                to.Append("\"unfit\":");
                Writer.Text(error.Message, to);
            } catch (Cannot error) {
                to.Length = start;
                to.Append("\"cannot\":");
                Writer.Text(error.Message, to);
            } catch (Exception error) {
                to.Length = start;
                Raised(error is Thrown ? error.InnerException : error, to);
            }
            return to.Append('}').ToString();
        }

        sealed class Thrown : Exception {
            public Thrown(Exception cause) : base("", cause) { }
        }

        static object Result(Members call) {
            var both = (List<object>)call["args"];
            var given = (List<object>)both[0];
            var named = (Members)both[1];
            string entryPoint = (string)call["name"];
            Unfit unfit = null;
            foreach (MethodInfo method in Methods(entryPoint)) {
                object[] arguments;
                MethodInfo called;
                try {
                    called = Closed(method);
                    arguments = Arguments(given, named, called.GetParameters());
                } catch (Unfit error) {
                    unfit = unfit ?? error;
                    continue;
                }
                object value = Invoke(called, arguments);
                var index = call["observe"] as Digits;
                return index == null ? value : arguments[int.Parse(index.Text)];
            }
            throw unfit ?? new Unfit("there is no method `" + entryPoint + "`");
        }

        /// Type parameters stand for any object.
        static MethodInfo Closed(MethodInfo method) {
            if (!method.IsGenericMethodDefinition) return method;
            var types = method.GetGenericArguments().Select(_ => typeof(object)).ToArray();
            try {
                return method.MakeGenericMethod(types);
            } catch (ArgumentException) {
                throw new Unfit("the types of `" + method.Name + "` cannot be deduced");
            }
        }

        static object[] Arguments(List<object> given, Members named, ParameterInfo[] parameters) {
            var arguments = new object[parameters.Length];
            int next = 0, used = 0;
            bool isMissing = false;
            for (int i = 0; i < parameters.Length; i++) {
                ParameterInfo parameter = parameters[i];
                Type type = parameter.ParameterType;
                if (type.IsByRef) type = type.GetElementType();
                // What only comes out needs no argument.
                if (parameter.IsOut) continue;
                try {
                    if (named.Has(parameter.Name)) {
                        used++;
                        arguments[i] = Types.Read(named[parameter.Name], type);
                    } else if (IsRest(parameter, given, next, i == parameters.Length - 1)) {
                        arguments[i] = Types.Read(given.GetRange(next, given.Count - next), type);
                        next = given.Count;
                    } else if (next < given.Count) {
                        arguments[i] = Types.Read(given[next++], type);
                    } else if (parameter.HasDefaultValue) {
                        arguments[i] = parameter.DefaultValue;
                    } else {
                        isMissing = true;
                    }
                } catch (Unfit error) {
                    throw new Unfit("argument " + (i + 1) + ": " + error.Message);
                }
            }
            if (isMissing || next != given.Count || used != named.Count) {
                throw new Unfit(given.Count + named.Count + " arguments were given for "
                    + parameters.Length + " parameters");
            }
            return arguments;
        }

        /// Whether this is a `params` array that takes all that is left one by one.
        static bool IsRest(ParameterInfo parameter, List<object> given, int next, bool isLast) {
            bool isArray = parameter.IsDefined(typeof(ParamArrayAttribute), false);
            return isLast && isArray && (given.Count != next + 1 || !(given[next] is List<object>));
        }

        static object Invoke(MethodInfo method, object[] arguments) {
            object target = null;
            try {
                if (!method.IsStatic) target = Activator.CreateInstance(method.DeclaringType, true);
            } catch (TargetInvocationException error) {
                throw new Thrown(error.InnerException);
            } catch (Exception) {
                throw new Unfit("the class `" + method.DeclaringType
                    + "` of the entry point cannot be made without arguments");
            }
            try {
                return Awaited(method.Invoke(target, arguments), method.ReturnType);
            } catch (TargetInvocationException error) {
                throw new Thrown(error.InnerException);
            }
        }

        static object Awaited(object value, Type type) {
            var task = value as Task;
            if (task == null || !typeof(Task).IsAssignableFrom(type)) return value;
            try {
                task.Wait();
            } catch (AggregateException error) {
                throw new Thrown(error.InnerException);
            }
            return type.IsGenericType ? type.GetProperty("Result").GetValue(value) : null;
        }

        /// Those of one class alone, though others may have methods of the same name.
        static List<MethodInfo> Methods(string entryPoint) {
            int dot = entryPoint.LastIndexOf('.');
            string name = entryPoint.Substring(dot + 1);
            const BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
            string[] first = { "Solution", "Problem", "Program", "Main" };
            var types = typeof(Driver).Assembly.GetTypes()
                .Where(type => type.Namespace != typeof(Driver).Namespace && !type.IsInterface
                    && !type.ContainsGenericParameters
                    && !type.IsDefined(typeof(CompilerGeneratedAttribute), false))
                .Where(type => dot < 0 || type.Name == entryPoint.Substring(0, dot))
                .OrderBy(type => (uint)Array.IndexOf(first, type.Name))
                .ThenBy(type => type.FullName, StringComparer.Ordinal);
            foreach (Type type in types) {
                var found = type.GetMethods(any)
                    .Where(method => method.Name == name && !method.IsAbstract)
                    .OrderBy(method => method.ToString(), StringComparer.Ordinal).ToList();
                if (found.Count > 0) return found;
            }
            return new List<MethodInfo>();
        }

        static void Raised(Exception error, StringBuilder to) {
            to.Append("\"raised\":{\"types\":[");
            string between = "[";
            for (Type kind = error.GetType(); kind != typeof(object); kind = kind.BaseType) {
                foreach (string name in new[] { kind.Name, kind.FullName }) {
                    to.Append(between).Append("\"\",");
                    Writer.Text(name, to);
                    between = "],[";
                }
            }
            to.Append("]],\"message\":");
            string message = "";
            try {
                message = error.Message ?? "";
            } catch (Exception) {
                // Its class is the source's own.
            }
            Writer.Text(message.Length > 16384 ? message.Substring(0, 16384) : message, to);
            to.Append(",\"args\":null,\"line\":null}");
        }
    }
}
