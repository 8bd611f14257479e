package org.junit.jupiter.api;

import java.lang.annotation.*;

/** A place among the tests; they run by name here. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Order { int value(); }
