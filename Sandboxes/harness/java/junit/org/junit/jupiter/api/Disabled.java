package org.junit.jupiter.api;

import java.lang.annotation.*;

/** A test that is not run, which is no pass. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Disabled { java.lang.String value() default ""; }
