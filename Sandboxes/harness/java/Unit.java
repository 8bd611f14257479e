import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
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
    private static String escape(String text) {
        String some = text == null ? "" : text.length() > 2000 ? text.substring(0, 2000) : text;
        return some.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    }

    /** The log; each line is sealed with all before it: SipHash-2-4 of the last seal and the line. */
    private static final class Log {
        private final FileOutputStream report;
        private final long low, high;
        private String last = "";
        int finished, passed, bad;

        Log(String secret) throws IOException {
            report = new FileOutputStream(".assay/report", true);
            low = Long.parseUnsignedLong(secret.substring(0, 16), 16);
            high = Long.parseUnsignedLong(secret.substring(16, 32), 16);
        }

        private static long turned(long value, int by) { return value << by | value >>> 64 - by; }

        private String seal(String text) {
            byte[] bytes = (last + text).getBytes(StandardCharsets.UTF_8);
            int size = bytes.length;
            long v0 = low ^ 0x736f6d6570736575L, v1 = high ^ 0x646f72616e646f6dL;
            long v2 = low ^ 0x6c7967656e657261L, v3 = high ^ 0x7465646279746573L;
            for (int at = 0; at <= size + 8; at += 8) {
                long word = 0;
                int rounds = 2;
                for (int i = 7; i >= 0 && at <= size; i--)
                    word = word << 8 | (at + i < size ? bytes[at + i] & 255 : i == 7 ? size & 255 : 0);
                if (at > size) { rounds = 4; v2 ^= 255; }
                v3 ^= word;
                for (; rounds > 0; rounds--) {
                    v0 += v1; v1 = turned(v1, 13) ^ v0; v0 = turned(v0, 32);
                    v2 += v3; v3 = turned(v3, 16) ^ v2;
                    v0 += v3; v3 = turned(v3, 21) ^ v0;
                    v2 += v1; v1 = turned(v1, 17) ^ v2; v2 = turned(v2, 32);
                }
                v0 ^= word;
            }
            String digits = Long.toHexString(v0 ^ v1 ^ v2 ^ v3);
            last = "0".repeat(16 - digits.length()) + digits;
            return last;
        }

        void line(String... fields) throws IOException {
            for (int i = 0; i < fields.length; i++) fields[i] = escape(fields[i]);
            String text = String.join("\t", fields);
            report.write((text + "\t" + seal(text) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void end(Log log, String id, String outcome, long began, String... texts) throws IOException {
        log.finished++;
        if (outcome.equals("passed")) log.passed++;
        else if (!id.equals("assay: must fail")) log.bad++;
        log.line("F", id, outcome, String.format("%.3f", (System.nanoTime() - began) / 1e6), texts[0], texts[1], texts[2]);
    }

    private interface Body { void run() throws Throwable; }

    private static void one(Log log, String id, boolean isSkipped, Body body) throws IOException {
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

    private static void run(Log log, Class<?> type) throws Throwable {
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
        Log log = new Log(word.substring(0, 32));
        Class<?>[] types = {ASSAY_STEMS};
        for (Class<?> type : types) run(log, type);
        one(log, "assay: must pass", false, () -> {
            Assertions.assertEquals(List.of(1), Arrays.asList(1));
            assert 1 == word.length() / word.length();
        });
        one(log, "assay: must fail", false, () -> {
            Assertions.assertEquals(List.of(1), Arrays.asList(2));
        });
        log.line("E", word.substring(32), String.valueOf(log.finished), String.valueOf(log.passed));
        System.out.flush();
        Runtime.getRuntime().halt(log.bad == 0 ? 0 : 1);
    }
}
