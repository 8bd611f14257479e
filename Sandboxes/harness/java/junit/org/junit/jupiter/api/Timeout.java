package org.junit.jupiter.api;

import java.lang.annotation.*;

/** A limit; the judge has its own. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Timeout { long value(); java.util.concurrent.TimeUnit unit() default java.util.concurrent.TimeUnit.SECONDS; }
