package org.junit.jupiter.api;

import java.lang.annotation.*;

/** A word about a test. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Tag { java.lang.String value(); }
