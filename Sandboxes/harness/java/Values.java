package assay;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** Calls are read as plain trees, and plain values are written as VALUEs. */
final class Values {
    /** A value that is written with a tag. */
    record Tagged(String tag, Object body) {}

    /** A number as it was written. */
    record Digits(String text) {
        boolean isWhole() { return text.indexOf('.') < 0 && text.indexOf('e') < 0
            && text.indexOf('E') < 0; }
    }

    /** A value has no form that could leave the program. */
    static final class Cannot extends RuntimeException {
        Cannot(String type) { super(type, null, false, false); }
    }

    // MARK: reading

    private final String text;
    private int at;
    private final Map<String, Object> definitions = new HashMap<>();

    private Values(String text) { this.text = text; }

    static Object read(String text) { return new Values(text).value(); }

    private Object value() {
        char first = text.charAt(at);
        if (first == '"') return string();
        if (first == '[') {
            at++;
            List<Object> items = new ArrayList<>();
            while (text.charAt(at) != ']') {
                items.add(value());
                if (text.charAt(at) == ',') at++;
            }
            at++;
            return items;
        }
        if (first == '{') return object();
        int start = at;
        while (at < text.length() && ",:]}".indexOf(text.charAt(at)) < 0) at++;
        String word = text.substring(start, at);
        return switch (word) {
            case "null" -> null;
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> new Digits(word);
        };
    }

    private Object object() {
        at++;
        Map<Object, Object> members = new LinkedHashMap<>();
        while (text.charAt(at) != '}') {
            String key = string();
            at++;
            Object item = value();
            if (text.charAt(at) == ',') at++;
            if (key.startsWith("$") && members.isEmpty() && text.charAt(at) == '}') {
                at++;
                return tagged(key, item);
            }
            members.put(key, item);
        }
        at++;
        return members;
    }

    private Object tagged(String tag, Object body) {
        List<?> items = body instanceof List<?> list ? list : List.of();
        switch (tag) {
            case "$tuple":
                return items;
            case "$def":
                definitions.put(((Digits) items.get(0)).text, items.get(1));
                return items.get(1);
            case "$ref":
                return definitions.get(((Digits) body).text);
            case "$dict": {
                Map<Object, Object> members = new LinkedHashMap<>();
                for (Object entry : items)
                    members.put(((List<?>) entry).get(0), ((List<?>) entry).get(1));
                return members;
            }
            case "$str":
                return wtf8(Base64.getDecoder().decode((String) body));
            case "$float":
                return new Digits((String) body);
            default:
                return new Tagged(tag, body);
        }
    }

    private String string() {
        StringBuilder found = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            char next = text.charAt(at++);
            if (next != '\\') {
                found.append(next);
                continue;
            }
            char escape = text.charAt(at++);
            switch (escape) {
                case 'n' -> found.append('\n');
                case 't' -> found.append('\t');
                case 'r' -> found.append('\r');
                case 'b' -> found.append('\b');
                case 'f' -> found.append('\f');
                case 'u' -> {
                    found.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> found.append(escape);
            }
        }
        at++;
        return found.toString();
    }

    /** UTF-8 in which lone surrogates may stand. */
    private static String wtf8(byte[] bytes) {
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < bytes.length;) {
            int first = bytes[i++] & 0xff;
            int more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
            int code = more == 0 ? first : first & (0x3f >> more);
            while (more-- > 0 && i < bytes.length) code = code << 6 | bytes[i++] & 0x3f;
            found.appendCodePoint(code);
        }
        return found.toString();
    }

    // MARK: writing

    static final int MAX_DEPTH = 200;

    static void write(Object value, StringBuilder to) { write(value, to, 0); }

    private static void write(Object value, StringBuilder to, int depth) {
        if (depth > MAX_DEPTH) throw new Cannot("nested deeper than " + MAX_DEPTH);
        if (value == null) {
            to.append("null");
        } else if (value instanceof String text) {
            text(text, to);
        } else if (value instanceof Character letter) {
            text(letter.toString(), to);
        } else if (value instanceof Boolean || value instanceof Integer || value instanceof Long
            || value instanceof Short || value instanceof Byte || value instanceof BigInteger) {
            to.append(value);
        } else if (value instanceof Double || value instanceof Float) {
            number(((Number) value).doubleValue(), value.toString(), to);
        } else if (value instanceof BigDecimal number) {
            to.append("{\"$decimal\":\"").append(number.toPlainString()).append("\"}");
        } else if (value instanceof CharSequence text) {
            text(text.toString(), to);
        } else if (value.getClass().isArray()) {
            int size = java.lang.reflect.Array.getLength(value);
            List<Object> items = new ArrayList<>(size);
            for (int i = 0; i < size; i++) items.add(java.lang.reflect.Array.get(value, i));
            items(items, to, depth);
        } else if (value instanceof Set<?> items) {
            to.append("{\"$set\":");
            items(items, to, depth);
            to.append('}');
        } else if (value instanceof Collection<?> items) {
            items(items, to, depth);
        } else if (value instanceof Map<?, ?> entries) {
            entries(entries, to, depth);
        } else {
            rare(value, to, depth);
        }
    }

    private static void rare(Object value, StringBuilder to, int depth) {
        if (value instanceof Map.Entry<?, ?> entry) {
            to.append("{\"$tuple\":");
            items(Arrays.asList(entry.getKey(), entry.getValue()), to, depth);
            to.append('}');
        } else if (value instanceof Optional<?> held) {
            write(held.orElse(null), to, depth + 1);
        } else if (value instanceof OptionalInt held) {
            write(held.isPresent() ? held.getAsInt() : null, to, depth);
        } else if (value instanceof OptionalLong held) {
            write(held.isPresent() ? held.getAsLong() : null, to, depth);
        } else if (value instanceof OptionalDouble held) {
            write(held.isPresent() ? held.getAsDouble() : null, to, depth);
        } else {
            throw new Cannot(value.getClass().getTypeName());
        }
    }

    private static void items(Collection<?> items, StringBuilder to, int depth) {
        String between = "[";
        for (Object item : items) {
            to.append(between);
            write(item, to, depth + 1);
            between = ",";
        }
        to.append(between.equals("[") ? "[]" : "]");
    }

    private static void entries(Map<?, ?> entries, StringBuilder to, int depth) {
        String between = "{\"$dict\":[[";
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            to.append(between);
            write(entry.getKey(), to, depth + 1);
            to.append(',');
            write(entry.getValue(), to, depth + 1);
            between = "],[";
        }
        to.append(between.startsWith("{") ? "{}" : "]]}");
    }

    private static void number(double number, String digits, StringBuilder to) {
        if (Double.isNaN(number)) to.append("{\"$float\":\"nan\"}");
        else if (Double.isInfinite(number))
            to.append(number > 0 ? "{\"$float\":\"inf\"}" : "{\"$float\":\"-inf\"}");
        else to.append(digits);
    }

    static void text(String text, StringBuilder to) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException error) {
            to.append("{\"$str\":\"").append(lone(text)).append("\"}");
            return;
        }
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '"' || next == '\\') to.append('\\').append(next);
            else if (next < 32 || next >= 127) to.append(String.format("\\u%04x", (int) next));
            else to.append(next);
        }
        to.append('"');
    }

    private static String lone(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(code -> {
            if (code >= 0xd800 && code < 0xe000) {
                bytes.write(0xe0 | code >> 12);
                bytes.write(0x80 | code >> 6 & 0x3f);
                bytes.write(0x80 | code & 0x3f);
            } else {
                bytes.writeBytes(new String(Character.toChars(code))
                    .getBytes(StandardCharsets.UTF_8));
            }
        });
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
