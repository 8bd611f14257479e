package org.junit.jupiter.api;

import java.lang.annotation.*;

/** Another name; the method keeps its own here. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface DisplayName { java.lang.String value(); }
