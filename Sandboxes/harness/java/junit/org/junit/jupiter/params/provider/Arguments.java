package org.junit.jupiter.params.provider;

/** The arguments of one call. */
public interface Arguments {
    java.lang.Object[] get();

    static Arguments of(java.lang.Object... values) { return () -> values; }

    static Arguments arguments(java.lang.Object... values) { return () -> values; }
}
