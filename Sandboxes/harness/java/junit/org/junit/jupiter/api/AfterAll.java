package org.junit.jupiter.api;

import java.lang.annotation.*;

/** Runs after the tests of its class. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AfterAll {}
