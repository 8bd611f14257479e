package org.junit.jupiter.api;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.Plain;

/** The assertions of JUnit 5 that tests commonly call, in our own words. */
public class Assertions {
    private static String show(Object value) {
        try {
            if (value instanceof Object[]) return Arrays.deepToString((Object[]) value);
            if (value != null && value.getClass().isArray()) {
                String all = Arrays.deepToString(new Object[] {value});
                return all.substring(1, all.length() - 1);
            }
            return String.valueOf(value);
        } catch (Throwable thrown) {
            return "?";
        }
    }

    /** Either is asked: what equals everything is equal to little that the tests made. */
    private static boolean same(Object left, Object right) {
        return Plain.equal(left, right);
    }

    private static <T> T wrong(String what, Object message, Object expected, Object actual) {
        Object said = message instanceof Supplier ? ((Supplier<?>) message).get() : message;
        throw new AssertionFailedError(said == null ? what : said + ": " + what, show(expected), show(actual));
    }

    public static <T> T fail() { return wrong("failed", null, "", ""); }
    public static <T> T fail(String message) { return wrong("failed", message, "", ""); }
    public static <T> T fail(String message, Throwable cause) { return wrong("failed", message, "", cause); }

    public static <T extends Throwable> T assertThrows(Class<T> type, Executable code) { return assertThrows(type, code, (Object) null); }
    public static <T extends Throwable> T assertThrows(Class<T> type, Executable code, String message) { return assertThrows(type, code, (Object) message); }
    public static <T extends Throwable> T assertThrows(Class<T> type, Executable code, Supplier<String> message) { return assertThrows(type, code, (Object) message); }
    private static <T extends Throwable> T assertThrows(Class<T> type, Executable code, Object message) {
        Throwable found = null;
        try {
            code.execute();
        } catch (Throwable thrown) {
            found = thrown;
        }
        if (found == null) return wrong("nothing was thrown", message, type.getName(), "");
        if (!type.isInstance(found)) return wrong("another exception", message, type.getName(), found);
        return type.cast(found);
    }
    public static <T extends Throwable> T assertThrowsExactly(Class<T> type, Executable code) {
        T found = assertThrows(type, code);
        if (found.getClass() != type) wrong("another exception", null, type.getName(), found);
        return found;
    }
    public static void assertDoesNotThrow(Executable code) {
        try {
            code.execute();
        } catch (Throwable thrown) {
            wrong("an exception", null, "", thrown);
        }
    }
    public static void assertAll(Executable... all) throws Throwable { for (Executable one : all) one.execute(); }
    public static void assertAll(String heading, Executable... all) throws Throwable { for (Executable one : all) one.execute(); }
    public static void assertTimeout(java.time.Duration limit, Executable code) throws Throwable {
        long began = System.nanoTime();
        code.execute();
        if (System.nanoTime() - began > limit.toNanos()) wrong("took too long", null, limit, "");
    }
    public static void assertTimeoutPreemptively(java.time.Duration limit, Executable code) throws Throwable { assertTimeout(limit, code); }
    public static void assertIterableEquals(Iterable<?> expected, Iterable<?> actual) {
        Iterator<?> left = expected.iterator(), right = actual.iterator();
        while (left.hasNext() && right.hasNext()) {
            Object a = left.next(), b = right.next();
            if (!same(a, b)) wrong("not equal", null, a, b);
        }
        if (left.hasNext() || right.hasNext()) wrong("another length", null, expected, actual);
    }
    public static void assertLinesMatch(java.util.List<String> expected, java.util.List<String> actual) { assertIterableEquals(expected, actual); }
    public static void assertEquals(int expected, int actual) {
        if (!(expected == actual)) wrong("not equal", null, expected, actual);
    }
    public static void assertEquals(int expected, int actual, String message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(int expected, int actual, Supplier<String> message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(long expected, long actual) {
        if (!(expected == actual)) wrong("not equal", null, expected, actual);
    }
    public static void assertEquals(long expected, long actual, String message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(long expected, long actual, Supplier<String> message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(short expected, short actual) {
        if (!(expected == actual)) wrong("not equal", null, expected, actual);
    }
    public static void assertEquals(short expected, short actual, String message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(short expected, short actual, Supplier<String> message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(byte expected, byte actual) {
        if (!(expected == actual)) wrong("not equal", null, expected, actual);
    }
    public static void assertEquals(byte expected, byte actual, String message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(byte expected, byte actual, Supplier<String> message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(char expected, char actual) {
        if (!(expected == actual)) wrong("not equal", null, expected, actual);
    }
    public static void assertEquals(char expected, char actual, String message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(char expected, char actual, Supplier<String> message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(boolean expected, boolean actual) {
        if (!(expected == actual)) wrong("not equal", null, expected, actual);
    }
    public static void assertEquals(boolean expected, boolean actual, String message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(boolean expected, boolean actual, Supplier<String> message) {
        if (!(expected == actual)) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(double expected, double actual) {
        if (!(Double.doubleToLongBits(expected) == Double.doubleToLongBits(actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertEquals(double expected, double actual, String message) {
        if (!(Double.doubleToLongBits(expected) == Double.doubleToLongBits(actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(double expected, double actual, Supplier<String> message) {
        if (!(Double.doubleToLongBits(expected) == Double.doubleToLongBits(actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(double expected, double actual, double delta) {
        if (!(Double.doubleToLongBits(expected) == Double.doubleToLongBits(actual) || Math.abs(expected - actual) <= delta)) wrong("not close", null, expected, actual);
    }
    public static void assertEquals(double expected, double actual, double delta, String message) {
        if (!(Double.doubleToLongBits(expected) == Double.doubleToLongBits(actual) || Math.abs(expected - actual) <= delta)) wrong("not close", message, expected, actual);
    }
    public static void assertEquals(double expected, double actual, double delta, Supplier<String> message) {
        if (!(Double.doubleToLongBits(expected) == Double.doubleToLongBits(actual) || Math.abs(expected - actual) <= delta)) wrong("not close", message, expected, actual);
    }
    public static void assertEquals(float expected, float actual) {
        if (!(Float.floatToIntBits(expected) == Float.floatToIntBits(actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertEquals(float expected, float actual, String message) {
        if (!(Float.floatToIntBits(expected) == Float.floatToIntBits(actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(float expected, float actual, Supplier<String> message) {
        if (!(Float.floatToIntBits(expected) == Float.floatToIntBits(actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(float expected, float actual, float delta) {
        if (!(Float.floatToIntBits(expected) == Float.floatToIntBits(actual) || Math.abs(expected - actual) <= delta)) wrong("not close", null, expected, actual);
    }
    public static void assertEquals(float expected, float actual, float delta, String message) {
        if (!(Float.floatToIntBits(expected) == Float.floatToIntBits(actual) || Math.abs(expected - actual) <= delta)) wrong("not close", message, expected, actual);
    }
    public static void assertEquals(float expected, float actual, float delta, Supplier<String> message) {
        if (!(Float.floatToIntBits(expected) == Float.floatToIntBits(actual) || Math.abs(expected - actual) <= delta)) wrong("not close", message, expected, actual);
    }
    public static void assertEquals(Object expected, Object actual) {
        if (!(same(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertEquals(Object expected, Object actual, String message) {
        if (!(same(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertEquals(Object expected, Object actual, Supplier<String> message) {
        if (!(same(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertNotEquals(Object expected, Object actual) {
        if (!(!same(expected, actual))) wrong("equal", null, "", actual);
    }
    public static void assertNotEquals(Object expected, Object actual, String message) {
        if (!(!same(expected, actual))) wrong("equal", message, "", actual);
    }
    public static void assertNotEquals(Object expected, Object actual, Supplier<String> message) {
        if (!(!same(expected, actual))) wrong("equal", message, "", actual);
    }
    public static void assertSame(Object expected, Object actual) {
        if (!(expected == actual)) wrong("not the same", null, expected, actual);
    }
    public static void assertSame(Object expected, Object actual, String message) {
        if (!(expected == actual)) wrong("not the same", message, expected, actual);
    }
    public static void assertSame(Object expected, Object actual, Supplier<String> message) {
        if (!(expected == actual)) wrong("not the same", message, expected, actual);
    }
    public static void assertNotSame(Object expected, Object actual) {
        if (!(expected != actual)) wrong("the same", null, "", actual);
    }
    public static void assertNotSame(Object expected, Object actual, String message) {
        if (!(expected != actual)) wrong("the same", message, "", actual);
    }
    public static void assertNotSame(Object expected, Object actual, Supplier<String> message) {
        if (!(expected != actual)) wrong("the same", message, "", actual);
    }
    public static void assertTrue(boolean value) {
        if (!(value)) wrong("not true", null, true, value);
    }
    public static void assertTrue(boolean value, String message) {
        if (!(value)) wrong("not true", message, true, value);
    }
    public static void assertTrue(boolean value, Supplier<String> message) {
        if (!(value)) wrong("not true", message, true, value);
    }
    public static void assertFalse(boolean value) {
        if (!(!value)) wrong("not false", null, false, value);
    }
    public static void assertFalse(boolean value, String message) {
        if (!(!value)) wrong("not false", message, false, value);
    }
    public static void assertFalse(boolean value, Supplier<String> message) {
        if (!(!value)) wrong("not false", message, false, value);
    }
    public static void assertNull(Object value) {
        if (!(value == null)) wrong("not null", null, null, value);
    }
    public static void assertNull(Object value, String message) {
        if (!(value == null)) wrong("not null", message, null, value);
    }
    public static void assertNull(Object value, Supplier<String> message) {
        if (!(value == null)) wrong("not null", message, null, value);
    }
    public static void assertNotNull(Object value) {
        if (!(value != null)) wrong("null", null, "", null);
    }
    public static void assertNotNull(Object value, String message) {
        if (!(value != null)) wrong("null", message, "", null);
    }
    public static void assertNotNull(Object value, Supplier<String> message) {
        if (!(value != null)) wrong("null", message, "", null);
    }
    public static void assertInstanceOf(Class<?> type, Object value) {
        if (!(type.isInstance(value))) wrong("another class", null, type, value);
    }
    public static void assertInstanceOf(Class<?> type, Object value, String message) {
        if (!(type.isInstance(value))) wrong("another class", message, type, value);
    }
    public static void assertInstanceOf(Class<?> type, Object value, Supplier<String> message) {
        if (!(type.isInstance(value))) wrong("another class", message, type, value);
    }
    public static void assertArrayEquals(Object[] expected, Object[] actual) {
        if (!(Plain.deep(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertArrayEquals(Object[] expected, Object[] actual, String message) {
        if (!(Plain.deep(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(Object[] expected, Object[] actual, Supplier<String> message) {
        if (!(Plain.deep(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(int[] expected, int[] actual) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertArrayEquals(int[] expected, int[] actual, String message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(int[] expected, int[] actual, Supplier<String> message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(long[] expected, long[] actual) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertArrayEquals(long[] expected, long[] actual, String message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(long[] expected, long[] actual, Supplier<String> message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(double[] expected, double[] actual) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertArrayEquals(double[] expected, double[] actual, String message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(double[] expected, double[] actual, Supplier<String> message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(char[] expected, char[] actual) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertArrayEquals(char[] expected, char[] actual, String message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(char[] expected, char[] actual, Supplier<String> message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(byte[] expected, byte[] actual) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertArrayEquals(byte[] expected, byte[] actual, String message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(byte[] expected, byte[] actual, Supplier<String> message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(boolean[] expected, boolean[] actual) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertArrayEquals(boolean[] expected, boolean[] actual, String message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(boolean[] expected, boolean[] actual, Supplier<String> message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(short[] expected, short[] actual) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertArrayEquals(short[] expected, short[] actual, String message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(short[] expected, short[] actual, Supplier<String> message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(float[] expected, float[] actual) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", null, expected, actual);
    }
    public static void assertArrayEquals(float[] expected, float[] actual, String message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(float[] expected, float[] actual, Supplier<String> message) {
        if (!(Arrays.equals(expected, actual))) wrong("not equal", message, expected, actual);
    }
    public static void assertArrayEquals(double[] expected, double[] actual, double delta) {
        if (expected.length != actual.length) wrong("another length", null, expected, actual);
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], actual[i], delta);
    }
}
