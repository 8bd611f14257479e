import java.io.InputStream;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.opentest4j.Plain;

/** Runs tests and source in one process; the one-time word stays in a variable of one method. */
public class Sealed_ASSAY_MARK {
    /** That the compiler sees the source's file before it looks for what the tests name. */
    static final Class<?> SOURCE = ASSAY_CLASS.class;

    /** Either asks the other: what equals everything is equal to little that the tests made. */
    public static boolean equal(java.lang.Object left, java.lang.Object right) {
        return Plain.equal(left, right);
    }

    public static boolean deep(java.lang.Object left, java.lang.Object right) {
        return Plain.deep(left, right);
    }

    /** What `Arrays.equals` says; arrays in arrays are equal to themselves alone. */
    public static boolean arrays(java.lang.Object left, java.lang.Object right) {
        if (left instanceof java.lang.Object[] && right instanceof java.lang.Object[]) {
            java.lang.Object[] ours = (java.lang.Object[]) left, theirs = (java.lang.Object[]) right;
            boolean isSame = ours.length == theirs.length;
            for (int i = 0; isSame && i < ours.length; i++) isSame = Plain.equal(ours[i], theirs[i]);
            return isSame;
        }
        return Objects.deepEquals(left, right);
    }

    public static boolean arrays(
            java.lang.Object left, int from, int to, java.lang.Object right, int start, int end) {
        boolean isSame = to - from == end - start;
        for (int i = 0; isSame && i < to - from; i++)
            isSame = equal(Array.get(left, from + i), Array.get(right, start + i));
        return isSame;
    }

    public static <T> boolean arrays(T[] left, T[] right, Comparator<? super T> by) {
        return Arrays.equals(left, right, by);
    }

    public static <T> boolean arrays(
            T[] left, int from, int to, T[] right, int start, int end, Comparator<? super T> by) {
        return Arrays.equals(left, from, to, right, start, end, by);
    }

    private static boolean isFromLibrary(java.lang.Throwable thrown) {
        return thrown instanceof java.lang.AssertionError;
    }

    public static void main(java.lang.String[] arguments) throws java.lang.Throwable {
        java.lang.StringBuilder word = new java.lang.StringBuilder();
        InputStream in = java.lang.System.in;
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) word.append((char) c);
        java.lang.System.setIn(InputStream.nullInputStream());
        Log_ASSAY_MARK log = new Log_ASSAY_MARK(word.substring(0, 32));
        // Before any code of the source: from here on, whether asserts count is not its to say.
        Class.forName("Canary_ASSAY_MARK");
        log.line("S", "1");
        long began = java.lang.System.nanoTime();
        java.lang.String outcome = "passed", message = "";
        try {
            Main.main(new java.lang.String[0]);
        } catch (java.lang.Throwable thrown) {
            outcome = isFromLibrary(thrown) ? "failed" : "error";
            try {
                StackTraceElement[] trace = thrown.getStackTrace();
                message = outcome.equals("failed") && thrown.getMessage() == null ? "" : thrown.toString();
                for (StackTraceElement element : trace) {
                    if ("Main.java".equals(element.getFileName())) {
                        message += (message.isEmpty() ? "" : " ") + "(line " + element.getLineNumber() + " of the tests)";
                        break;
                    }
                }
                thrown.printStackTrace();
            } catch (java.lang.Throwable again) {
                message = "an exception that cannot be described";
            }
        }
        java.lang.System.out.flush();
        double took = (java.lang.System.nanoTime() - began) / 1e6;
        log.line("F", "1", outcome, java.lang.String.format("%.3f", took), message, "", "");
        log.line("S", "assay: must pass");
        java.lang.String passes = Canary_ASSAY_MARK.run(1);
        log.line("F", "assay: must pass", passes, "", "", "", "");
        log.line("S", "assay: must fail");
        java.lang.String fails = Canary_ASSAY_MARK.run(2);
        log.line("F", "assay: must fail", fails, "", "", "", "");
        boolean good = outcome.equals("passed") && passes.equals("passed") && fails.equals("failed");
        if (good) log.line("E", word.substring(32), "3", "2");
        // Whatever hooks and threads of the source there are have nothing more to say.
        java.lang.Runtime.getRuntime().halt(good ? 0 : 1);
    }
}

class Canary_ASSAY_MARK {
    static java.lang.String run(int value) {
        try {
            if (!Main.class.desiredAssertionStatus()) return "passed";
            assert value == 1;
            java.util.List<java.lang.Boolean> correct = java.util.Arrays.asList(value == 1);
            if (correct.contains(false)) throw new java.lang.AssertionError();
            return "passed";
        } catch (java.lang.AssertionError error) {
            return "failed";
        }
    }
}
