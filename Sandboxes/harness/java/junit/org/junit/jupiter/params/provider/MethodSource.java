package org.junit.jupiter.params.provider;

import java.lang.annotation.*;

/** Arguments from a static method of the class. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface MethodSource { java.lang.String[] value() default {}; }
