import java.util.ArrayList;
import java.util.List;

/** Named otherwise than its file, and a second class beside it. */
public final class Behave {
    public static void main(String[] arguments) throws Exception {
        String text = new String(System.in.readAllBytes(), "UTF-8");
        Parts parts = new Parts(text);
        switch (parts.what()) {
            case "echo" -> System.out.print(parts.rest());
            case "exit" -> System.exit(3);
            case "raise" -> throw new IllegalStateException("deliberate");
            case "abort" -> {
                long pid = ProcessHandle.current().pid();
                new ProcessBuilder("/bin/sh", "-c", "kill -KILL " + pid).start().waitFor();
            }
            case "spin" -> { while (true) { Thread.onSpinWait(); } }
            case "hog" -> {
                List<long[]> kept = new ArrayList<>();
                while (true) kept.add(new long[1 << 17]);
            }
            default -> { }
        }
    }
}

record Parts(String text) {
    String what() { return text.substring(0, text.indexOf('\n')); }
    String rest() { return text.substring(text.indexOf('\n') + 1); }
}
