package org.junit.jupiter.params;

import java.lang.annotation.*;

/** A test that runs once for each of its arguments. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ParameterizedTest { java.lang.String name() default ""; }
