package org.junit.jupiter.api;

import java.lang.annotation.*;

/** A test. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Test {}
