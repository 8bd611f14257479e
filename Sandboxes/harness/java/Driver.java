package assay;

import java.io.*;
import java.lang.reflect.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.jar.JarFile;

/** Calls methods of the source's classes, which are in the jar that is named. */
public final class Driver {
    private final List<Class<?>> classes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    public static void main(String[] arguments) throws IOException {
        BufferedReader calls = new BufferedReader(new InputStreamReader(
            new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8), 1 << 16);
        OutputStream answers = new FileOutputStream(FileDescriptor.out);
        System.setIn(InputStream.nullInputStream());
        System.setOut(System.err);
        Driver driver = new Driver();
        if (calls.readLine() == null) return;
        driver.load(arguments[0]);
        send(answers, "{\"id\":0,\"ready\":true}");
        for (String line; (line = calls.readLine()) != null;) send(answers, driver.answer(line));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void send(OutputStream answers, String line) throws IOException {
        System.out.flush();
        answers.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void load(String jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            file.stream().map(entry -> entry.getName())
                .filter(name -> name.endsWith(".class") && !name.startsWith("assay/"))
                .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                .sorted().forEach(names::add);
        }
        for (String name : names) {
            try {
                classes.add(Class.forName(name, false, Driver.class.getClassLoader()));
            } catch (Throwable error) {
                // A class that cannot be loaded fails when it is used.
            }
        }
        // A method that several classes have is looked for in these first.
        List<String> first = List.of("Solution", "Main");
        classes.sort(Comparator.comparing((Class<?> kind) -> {
            int place = first.indexOf(kind.getSimpleName());
            return place < 0 ? first.size() : place;
        }).thenComparing(Class::getName));
    }

    private String answer(String line) {
        Map<?, ?> call = (Map<?, ?>) Values.read(line);
        StringBuilder to = new StringBuilder("{\"id\":");
        to.append(((Values.Digits) call.get("id")).text()).append(',');
        int start = to.length();
        try {
            to.append("\"value\":");
            Values.write(result(call), to);
        } catch (Types.Unfit error) {
            to.setLength(start);
            to.append("\"unfit\":");
            Values.text(error.getMessage(), to);
        } catch (Values.Cannot error) {
            to.setLength(start);
            to.append("\"cannot\":");
            Values.text(error.getMessage(), to);
        } catch (Throwable error) {
            to.setLength(start);
            raised(error instanceof Raised ? error.getCause() : error, to);
        }
        return to.append('}').toString();
    }

    private static final class Raised extends Exception {
        Raised(Throwable cause) { super(null, cause, false, false); }
    }

    private Object result(Map<?, ?> call) throws Raised {
        List<?> both = (List<?>) call.get("args");
        List<?> trees = (List<?>) both.get(0);
        if (!((Map<?, ?>) both.get(1)).isEmpty())
            throw new Types.Unfit("keyword arguments cannot be passed in Java");
        List<Method> methods = methods((String) call.get("name"), trees.size());
        Types.Unfit unfit = null;
        for (Method method : methods) {
            Object[] arguments;
            try {
                arguments = arguments(trees, method);
            } catch (Types.Unfit error) {
                unfit = unfit == null ? error : unfit;
                continue;
            }
            Object value = invoke(method, arguments);
            if (call.get("observe") instanceof Values.Digits index)
                return arguments[Integer.parseInt(index.text())];
            return value;
        }
        throw unfit;
    }

    private static Object[] arguments(List<?> trees, Method method) {
        Type[] types = method.getGenericParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            try {
                if (method.isVarArgs() && i == types.length - 1 && (trees.size() != types.length
                    || !(trees.get(i) instanceof List<?>))) {
                    arguments[i] = Types.read(trees.subList(i, trees.size()), types[i]);
                } else {
                    arguments[i] = Types.read(trees.get(i), types[i]);
                }
            } catch (Types.Unfit error) {
                throw new Types.Unfit("argument " + (i + 1) + ": " + error.getMessage());
            }
        }
        return arguments;
    }

    private Object invoke(Method method, Object[] arguments) throws Raised {
        try {
            Object target = null;
            if (!Modifier.isStatic(method.getModifiers())) {
                Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor();
                constructor.setAccessible(true);
                target = constructor.newInstance();
            }
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException error) {
            throw new Raised(error.getCause());
        } catch (ReflectiveOperationException error) {
            throw new Types.Unfit("the class `" + method.getDeclaringClass().getName()
                + "` of the entry point cannot be made without arguments");
        }
    }

    private List<Method> methods(String entryPoint, int count) {
        int dot = entryPoint.lastIndexOf('.');
        String name = entryPoint.substring(dot + 1);
        List<Method> all = new ArrayList<>();
        for (Class<?> kind : classes) {
            if (dot >= 0 && !kind.getSimpleName().equals(entryPoint.substring(0, dot))) continue;
            try {
                for (Method method : kind.getDeclaredMethods())
                    if (method.getName().equals(name) && !method.isSynthetic()
                        && !Modifier.isAbstract(method.getModifiers())) all.add(method);
            } catch (LinkageError error) {
                // Its own types are missing.
            }
        }
        if (all.isEmpty()) throw new Types.Unfit("there is no method `" + entryPoint + "`");
        List<Method> fitting = new ArrayList<>();
        for (Method method : all)
            if (method.getParameterCount() == count
                || method.isVarArgs() && count >= method.getParameterCount() - 1)
                fitting.add(method);
        if (fitting.isEmpty())
            throw new Types.Unfit(count + " arguments were given for "
                + all.get(0).getParameterCount() + " parameters");
        Class<?> first = fitting.get(0).getDeclaringClass();
        fitting.removeIf(method -> method.getDeclaringClass() != first);
        fitting.sort(Comparator.comparing(Method::toGenericString));
        return fitting;
    }

    private void raised(Throwable error, StringBuilder to) {
        to.append("\"raised\":{\"types\":[");
        String between = "[";
        for (Class<?> kind = error.getClass(); kind != Object.class; kind = kind.getSuperclass()) {
            for (String name : List.of(kind.getSimpleName(), kind.getName())) {
                to.append(between).append("\"\",");
                Values.text(name, to);
                between = "],[";
            }
        }
        to.append("]],\"message\":");
        String message = null;
        try {
            message = error.getMessage();
        } catch (Throwable other) {
            // Its class is the source's own.
        }
        message = message == null ? "" : message;
        Values.text(message.length() > 16384 ? message.substring(0, 16384) : message, to);
        Integer line = null;
        for (StackTraceElement element : error.getStackTrace()) {
            if (!names.contains(element.getClassName()) || element.getLineNumber() < 1) continue;
            line = element.getLineNumber();
            break;
        }
        to.append(",\"args\":null,\"line\":").append(line).append('}');
    }
}
