package assay;

import java.lang.reflect.*;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.*;

/** Gives a value of a call the type that a parameter has. */
final class Types {
    /** An argument does not fit its parameter. */
    static final class Unfit extends RuntimeException {
        Unfit(String reason) { super(reason, null, false, false); }
    }

    private Types() {}

    static Object read(Object tree, Type type) {
        if (type instanceof Class<?> kind) return plain(tree, kind);
        if (type instanceof TypeVariable<?> variable) return read(tree, variable.getBounds()[0]);
        if (type instanceof WildcardType wildcard) {
            Type[] lower = wildcard.getLowerBounds();
            return read(tree, lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array)
            return array(tree, array.getGenericComponentType(), type);
        ParameterizedType whole = (ParameterizedType) type;
        Type[] inner = whole.getActualTypeArguments();
        return container(tree, (Class<?>) whole.getRawType(), inner, type);
    }

    private static Unfit unfit(Object tree, Type type) {
        String what = tree == null ? "null" : tree instanceof Values.Digits digits ? digits.text()
            : tree instanceof String ? "a string" : tree instanceof Boolean ? "a truth value"
            : tree instanceof List<?> ? "a list" : tree instanceof Map<?, ?> ? "a dict"
            : tree instanceof Values.Tagged tagged ? "a " + tagged.tag().substring(1) : "a value";
        String name = type.getTypeName().replace("java.lang.", "").replace("java.util.", "");
        return new Unfit(what + " does not fit the parameter's type `" + name + "`");
    }

    private static Object plain(Object tree, Class<?> kind) {
        if (kind.isArray()) return array(tree, kind.getComponentType(), kind);
        if (tree == null) {
            if (kind.isPrimitive()) throw unfit(null, kind);
            if (kind != Optional.class) return null;
        }
        if (kind == boolean.class || kind == Boolean.class) {
            if (tree instanceof Boolean) return tree;
            throw unfit(tree, kind);
        }
        if (tree instanceof Values.Digits digits) return number(digits, kind);
        if (kind == char.class || kind == Character.class) {
            if (tree instanceof String text && text.length() == 1) return text.charAt(0);
            throw unfit(tree, kind);
        }
        if (kind == String.class || kind == CharSequence.class) {
            if (tree instanceof String) return tree;
            throw unfit(tree, kind);
        }
        if (kind == StringBuilder.class && tree instanceof String text)
            return new StringBuilder(text);
        if (tree instanceof Values.Tagged tagged && kind == BigDecimal.class
            && tagged.tag().equals("$decimal")) return new BigDecimal((String) tagged.body());
        if (kind == Object.class || kind == Comparable.class || kind == java.io.Serializable.class)
            return natural(tree, kind);
        Type[] any = {Object.class, Object.class};
        return container(tree, kind, any, kind);
    }

    private static Object number(Values.Digits digits, Class<?> kind) {
        String text = digits.text();
        if (kind == double.class || kind == Double.class) return real(text);
        if (kind == float.class || kind == Float.class) return (float) real(text);
        if (kind == BigDecimal.class) return new BigDecimal(text);
        if (kind == Object.class || kind == Number.class || kind == Comparable.class
            || kind == java.io.Serializable.class) {
            if (!digits.isWhole() || !text.matches("-?[0-9]+")) return real(text);
            BigInteger whole = new BigInteger(text);
            return whole.bitLength() < 32 ? (Object) whole.intValue()
                : whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
        }
        BigInteger whole;
        try {
            whole = new BigDecimal(text).toBigIntegerExact();
        } catch (ArithmeticException | NumberFormatException error) {
            throw unfit(digits, kind);
        }
        int bits = whole.bitLength();
        if (kind == BigInteger.class) return whole;
        if ((kind == int.class || kind == Integer.class) && bits < 32) return whole.intValue();
        if ((kind == long.class || kind == Long.class) && bits < 64) return whole.longValue();
        if ((kind == short.class || kind == Short.class) && bits < 16) return whole.shortValue();
        if ((kind == byte.class || kind == Byte.class) && bits < 8) return whole.byteValue();
        throw unfit(digits, kind);
    }

    private static double real(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** What a value is where any object may stand. */
    private static Object natural(Object tree, Class<?> kind) {
        Type[] any = {Object.class, Object.class};
        if (tree instanceof List<?>) return container(tree, ArrayList.class, any, kind);
        if (tree instanceof Map<?, ?>) return container(tree, HashMap.class, any, kind);
        if (tree instanceof Values.Tagged tagged && tagged.tag().endsWith("set"))
            return container(tree, HashSet.class, any, kind);
        if (tree instanceof Values.Tagged) throw unfit(tree, kind);
        return tree;
    }

    private static List<?> items(Object tree, Type type) {
        if (tree instanceof List<?> list) return list;
        if (tree instanceof Values.Tagged tagged && tagged.tag().endsWith("set"))
            return (List<?>) tagged.body();
        if (tree instanceof Values.Tagged tagged && tagged.tag().equals("$bytes")) {
            List<Object> bytes = new ArrayList<>();
            for (byte one : Base64.getDecoder().decode((String) tagged.body()))
                bytes.add(new Values.Digits(Byte.toString(one)));
            return bytes;
        }
        throw unfit(tree, type);
    }

    private static Object array(Object tree, Type item, Type whole) {
        if (tree == null) return null;
        if (item == char.class && tree instanceof String text) return text.toCharArray();
        List<?> items = items(tree, whole);
        Object array = Array.newInstance(raw(item), items.size());
        for (int i = 0; i < items.size(); i++) Array.set(array, i, read(items.get(i), item));
        return array;
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> kind) return kind;
        if (type instanceof ParameterizedType whole) return (Class<?>) whole.getRawType();
        if (type instanceof GenericArrayType array)
            return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
        if (type instanceof TypeVariable<?> variable) return raw(variable.getBounds()[0]);
        return Object.class;
    }

    /** In the order of preference, what an interface is given. */
    private static final Class<?>[] CONTAINERS = {
        ArrayList.class, LinkedList.class, ArrayDeque.class, HashSet.class, TreeSet.class,
        HashMap.class, TreeMap.class,
    };

    private static Object container(Object tree, Class<?> kind, Type[] inner, Type whole) {
        if (kind == Optional.class)
            return tree == null ? Optional.empty() : Optional.of(read(tree, inner[0]));
        if (tree == null) return null;
        if (kind == Map.Entry.class || kind == AbstractMap.SimpleEntry.class) {
            List<?> pair = items(tree, whole);
            if (pair.size() != 2) throw unfit(tree, whole);
            return new AbstractMap.SimpleEntry<>(read(pair.get(0), inner[0]),
                read(pair.get(1), inner[1]));
        }
        Object made = make(kind);
        if (made instanceof Map<?, ?> && tree instanceof Map<?, ?> members) {
            @SuppressWarnings("unchecked") Map<Object, Object> map = (Map<Object, Object>) made;
            Type value = inner.length > 1 ? inner[1] : Object.class;
            for (Map.Entry<?, ?> entry : members.entrySet())
                map.put(read(entry.getKey(), inner[0]), read(entry.getValue(), value));
            return map;
        }
        if (made instanceof Collection<?>) {
            @SuppressWarnings("unchecked") Collection<Object> items = (Collection<Object>) made;
            for (Object item : items(tree, whole)) items.add(read(item, inner[0]));
            return items;
        }
        throw made == null
            ? new Unfit("no value can be given for the type `" + whole.getTypeName() + "`")
            : unfit(tree, whole);
    }

    private static Object make(Class<?> kind) {
        if (!Collection.class.isAssignableFrom(kind) && !Map.class.isAssignableFrom(kind)
            && kind != Iterable.class) return null;
        if (!kind.isInterface() && !Modifier.isAbstract(kind.getModifiers())) {
            try {
                return kind.getConstructor().newInstance();
            } catch (ReflectiveOperationException error) {
                return null;
            }
        }
        for (Class<?> candidate : CONTAINERS) {
            if (!kind.isAssignableFrom(candidate)) continue;
            try {
                return candidate.getConstructor().newInstance();
            } catch (ReflectiveOperationException error) {
                return null;
            }
        }
        return null;
    }
}
