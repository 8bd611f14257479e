import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import org.opentest4j.AssertionFailedError;

/** Runs the classes of tests; the one-time word stays in a variable of one method. */
public class Unit_ASSAY_MARK {
    private static void end(Log_ASSAY_MARK log, String id, String outcome, long began, String... texts) throws IOException {
        log.finished++;
        if (outcome.equals("passed")) log.passed++;
        else if (!id.equals("assay: must fail")) log.bad++;
        log.line("F", id, outcome, String.format("%.3f", (System.nanoTime() - began) / 1e6), texts[0], texts[1], texts[2]);
    }

    private interface Body { void run() throws Throwable; }

    private static void one(Log_ASSAY_MARK log, String id, boolean isSkipped, Body body) throws IOException {
        log.line("S", id);
        long began = System.nanoTime();
        if (isSkipped) {
            end(log, id, "skipped", began, "", "", "");
            return;
        }
        String outcome = "passed", message = "", expected = "", actual = "";
        try {
            body.run();
        } catch (Throwable caught) {
            Throwable thrown = caught;
            while (thrown instanceof InvocationTargetException && thrown.getCause() != null) thrown = thrown.getCause();
            outcome = thrown instanceof AssertionError ? "failed" : "error";
            try {
                message = thrown instanceof AssertionFailedError ? thrown.getMessage() : thrown.toString();
                if (thrown instanceof AssertionFailedError) {
                    expected = ((AssertionFailedError) thrown).expected();
                    actual = ((AssertionFailedError) thrown).actual();
                }
                thrown.printStackTrace();
            } catch (Throwable again) {
                message = "an exception that cannot be described";
            }
        }
        end(log, id, outcome, began, message, expected, actual);
    }

    private static List<Method> marked(Class<?> type, Class<? extends Annotation> mark) {
        List<Method> found = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (method.isAnnotationPresent(mark)) {
                    method.setAccessible(true);
                    found.add(method);
                }
            }
        }
        found.sort(Comparator.comparing(Method::getName));
        return found;
    }

    private static Object converted(String text, Class<?> type) {
        String value = text.trim();
        if (value.length() > 1 && value.startsWith("'") && value.endsWith("'")) value = value.substring(1, value.length() - 1);
        if (type == int.class || type == Integer.class) return Integer.valueOf(value);
        if (type == long.class || type == Long.class) return Long.valueOf(value);
        if (type == double.class || type == Double.class) return Double.valueOf(value);
        if (type == boolean.class || type == Boolean.class) return Boolean.valueOf(value);
        if (type == char.class || type == Character.class) return value.charAt(0);
        return value;
    }

    private static List<Object[]> arguments(Class<?> type, Method method) throws Throwable {
        List<Object[]> all = new ArrayList<>();
        ValueSource values = method.getAnnotation(ValueSource.class);
        if (values != null) {
            for (int v : values.ints()) all.add(new Object[] {v});
            for (long v : values.longs()) all.add(new Object[] {v});
            for (double v : values.doubles()) all.add(new Object[] {v});
            for (String v : values.strings()) all.add(new Object[] {v});
            for (boolean v : values.booleans()) all.add(new Object[] {v});
            for (char v : values.chars()) all.add(new Object[] {v});
        }
        CsvSource rows = method.getAnnotation(CsvSource.class);
        if (rows != null) {
            Class<?>[] types = method.getParameterTypes();
            for (String row : rows.value()) {
                String[] cells = row.split(",(?=(?:[^']*'[^']*')*[^']*$)", -1);
                Object[] made = new Object[types.length];
                for (int i = 0; i < types.length && i < cells.length; i++) made[i] = converted(cells[i], types[i]);
                all.add(made);
            }
        }
        MethodSource named = method.getAnnotation(MethodSource.class);
        if (named != null) {
            for (String name : named.value().length == 0 ? new String[] {method.getName()} : named.value()) {
                Method source = type.getDeclaredMethod(name);
                source.setAccessible(true);
                Object given = source.invoke(null);
                List<Object> items = new ArrayList<>();
                if (given instanceof java.util.stream.BaseStream) {
                    ((java.util.stream.BaseStream<?, ?>) given).iterator().forEachRemaining(items::add);
                } else {
                    for (Object item : (Iterable<?>) given) items.add(item);
                }
                for (Object item : items) {
                    all.add(item instanceof Arguments ? ((Arguments) item).get() : new Object[] {item});
                }
            }
        }
        return all;
    }

    private static void run(Log_ASSAY_MARK log, Class<?> type) throws Throwable {
        List<Method> tests = marked(type, Test.class);
        tests.addAll(marked(type, ParameterizedTest.class));
        Throwable[] early = {null};
        try {
            for (Method method : marked(type, BeforeAll.class)) method.invoke(null);
        } catch (Throwable thrown) {
            early[0] = thrown;
        }
        for (Method test : tests) {
            boolean isSkipped = test.isAnnotationPresent(Disabled.class) || type.isAnnotationPresent(Disabled.class);
            one(log, type.getSimpleName() + "." + test.getName(), isSkipped, () -> {
                if (early[0] != null) throw early[0];
                List<Object[]> rounds = new ArrayList<>();
                if (test.isAnnotationPresent(Test.class)) rounds.add(new Object[0]);
                else rounds = arguments(type, test);
                if (rounds.isEmpty()) throw new AssertionFailedError("no arguments", "", "");
                for (Object[] values : rounds) {
                    Constructor<?> maker = type.getDeclaredConstructor();
                    maker.setAccessible(true);
                    Object item = maker.newInstance();
                    for (Method method : marked(type, BeforeEach.class)) method.invoke(item);
                    try {
                        test.invoke(item, values);
                    } finally {
                        for (Method method : marked(type, AfterEach.class)) method.invoke(item);
                    }
                }
            });
        }
        for (Method method : marked(type, AfterAll.class)) method.invoke(null);
    }

    public static void main(String[] arguments) throws Throwable {
        StringBuilder word = new StringBuilder();
        InputStream in = System.in;
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) word.append((char) c);
        System.setIn(InputStream.nullInputStream());
        Log_ASSAY_MARK log = new Log_ASSAY_MARK(word.substring(0, 32));
        Class<?>[] types = {ASSAY_STEMS};
        for (Class<?> type : types) run(log, type);
        one(log, "assay: must pass", false, () -> {
            Assertions.assertEquals(List.of(1), Arrays.asList(1));
            assert 1 == word.length() / word.length();
        });
        one(log, "assay: must fail", false, () -> {
            // Whether `assert` still counts in tests that are yet to come.
            for (Class<?> type : types) if (!type.desiredAssertionStatus()) return;
            Assertions.assertEquals(List.of(1), Arrays.asList(2));
        });
        log.line("E", word.substring(32), String.valueOf(log.finished), String.valueOf(log.passed));
        System.out.flush();
        Runtime.getRuntime().halt(log.bad == 0 ? 0 : 1);
    }
}
