package org.junit.jupiter.api;

import java.lang.annotation.*;

/** Runs after each test. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AfterEach {}
