package org.junit.jupiter.params.provider;

import java.lang.annotation.*;

/** One argument each. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ValueSource { int[] ints() default {}; long[] longs() default {}; double[] doubles() default {}; java.lang.String[] strings() default {}; boolean[] booleans() default {}; char[] chars() default {}; }
