package org.junit.jupiter.api;

import java.lang.annotation.*;

/** Runs before the tests of its class. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface BeforeAll {}
