import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Runs tests and source in one process; the one-time word stays in a variable of one method. */
public class Sealed_ASSAY_MARK {
    /** That the compiler sees the source's file before it looks for what the tests name. */
    static final Class<?> SOURCE = ASSAY_CLASS.class;

    private static java.lang.String escape(java.lang.String text) {
        java.lang.String some = text == null ? "" : text.length() > 2000 ? text.substring(0, 2000) : text;
        return some.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    }

    private static void line(FileOutputStream report, java.lang.String... fields) throws IOException {
        for (int i = 0; i < fields.length; i++) fields[i] = escape(fields[i]);
        report.write((java.lang.String.join("\t", fields) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Either asks the other: what equals everything is equal to little that the tests made. */
    public static boolean equal(java.lang.Object left, java.lang.Object right) {
        return Objects.equals(left, right) && Objects.equals(right, left);
    }

    private static boolean isFromLibrary(java.lang.Throwable thrown) {
        return thrown instanceof java.lang.AssertionError;
    }

    public static void main(java.lang.String[] arguments) throws java.lang.Throwable {
        java.lang.StringBuilder word = new java.lang.StringBuilder();
        InputStream in = java.lang.System.in;
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) word.append((char) c);
        java.lang.System.setIn(InputStream.nullInputStream());
        FileOutputStream report = new FileOutputStream(".assay/report", true);
        // Before any code of the source: from here on, whether asserts count is not its to say.
        Class.forName("Canary_ASSAY_MARK");
        line(report, "S", "1");
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
        line(report, "F", "1", outcome, java.lang.String.format("%.3f", took), message, "", "");
        line(report, "S", "assay: must pass");
        java.lang.String passes = Canary_ASSAY_MARK.run(1);
        line(report, "F", "assay: must pass", passes, "", "", "", "");
        line(report, "S", "assay: must fail");
        java.lang.String fails = Canary_ASSAY_MARK.run(2);
        line(report, "F", "assay: must fail", fails, "", "", "", "");
        boolean good = outcome.equals("passed") && passes.equals("passed") && fails.equals("failed");
        if (good) line(report, "E", word.toString(), "3", "2");
        // Whatever hooks and threads of the source there are have nothing more to say.
        java.lang.Runtime.getRuntime().halt(good ? 0 : 1);
    }
}

class Canary_ASSAY_MARK {
    static java.lang.String run(int value) {
        try {
            assert value == 1;
            java.util.List<java.lang.Boolean> correct = java.util.Arrays.asList(value == 1);
            if (correct.contains(false)) throw new java.lang.AssertionError();
            return "passed";
        } catch (java.lang.AssertionError error) {
            return "failed";
        }
    }
}
