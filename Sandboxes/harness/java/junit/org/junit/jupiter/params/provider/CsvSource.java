package org.junit.jupiter.params.provider;

import java.lang.annotation.*;

/** Arguments parted by commas. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface CsvSource { java.lang.String[] value(); }
