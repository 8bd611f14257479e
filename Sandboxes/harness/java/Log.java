import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The log; each line is sealed with all before it: SipHash-2-4 of the last seal and the line. */
final class Log_ASSAY_MARK {
    private final FileOutputStream report;
    private final long low, high;
    private java.lang.String last = "";
    int finished, passed, bad;

    Log_ASSAY_MARK(java.lang.String secret) throws IOException {
        report = new FileOutputStream(".assay/report", true);
        low = java.lang.Long.parseUnsignedLong(secret.substring(0, 16), 16);
        high = java.lang.Long.parseUnsignedLong(secret.substring(16, 32), 16);
    }

    private static long turned(long value, int by) { return value << by | value >>> 64 - by; }

    private java.lang.String seal(java.lang.String text) {
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
        java.lang.String digits = java.lang.Long.toHexString(v0 ^ v1 ^ v2 ^ v3);
        last = "0".repeat(16 - digits.length()) + digits;
        return last;
    }

    void line(java.lang.String... fields) throws IOException {
        for (int i = 0; i < fields.length; i++) fields[i] = escape(fields[i]);
        java.lang.String text = java.lang.String.join("\t", fields);
        report.write((text + "\t" + seal(text) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static java.lang.String escape(java.lang.String text) {
        java.lang.String some = text == null ? "" : text.length() > 2000 ? text.substring(0, 2000) : text;
        return some.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    }
}
