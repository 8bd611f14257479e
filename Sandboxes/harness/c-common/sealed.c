/*
 * Linked beside tests and source. The linker's --wrap=main puts __wrap_main before the tests' main.
 *
 * The one-time word comes on standard input. It is read before any constructor of the source runs,
 * and waits in a pipe, so that it stands in no variable. Whatever ends the program before the tests'
 * main has returned 0 leaves no report, and a run without a report has failed. Then an assertion
 * that must hold and one that must fail are made as the tests made theirs.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

int __real_main(int argc, char **argv, char **envp);
int __wrap_main(int argc, char **argv, char **envp);
void ASSAY_FAILURE(unsigned int line) __attribute__((__noreturn__, __nothrow__));
void ASSAY_FAILURE_of(const char *type) __attribute__((__noreturn__, __nothrow__));
/* Stands behind the source, and asserts that its value is 1. */
int ASSAY_CANARY(int value);

static void *back[5];
static volatile int watching;

enum { KEY_BYTES = 32 };

static void report(const char *kind, const char *first, const char *second)
{
    char text[4096];
    int length = snprintf(text, sizeof text, "%s\n%s\n%s", kind, first, second);
    int file = open(".assay-report", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (length >= (int)sizeof text)
        length = (int)sizeof text - 1;
    if (file < 0 || write(file, text, (size_t)length) != length)
        _exit(3);
}

static __attribute__((noreturn)) void fail(unsigned int line, const char *type)
{
    char number[16];
    snprintf(number, sizeof number, "%u", line);
    fflush(stdout);
    report("failed", number, type);
    _exit(1);
}

/* An assertion of the tests' failed. What it says stands nowhere in the program. */
void ASSAY_FAILURE(unsigned int line)
{
    if (watching) {
        watching = 0;
        __builtin_longjmp(back, 1);
    }
    fail(line, "");
}

/* The tests compare a value of the source's own type. */
void ASSAY_FAILURE_of(const char *type)
{
    fail(0, type);
}

/* A failed assertion of the source itself; that it stands here makes a second one a link error. */
void __assert_fail(const char *expression, const char *file, unsigned int line,
                   const char *function)
{
    fflush(stdout);
    fprintf(stderr, "%s:%u: %s: assertion `%s' failed\n", file, line, function, expression);
    _exit(134);
}

static int word = -1;

static void hide_word(void)
{
    char key[KEY_BYTES + 1];
    int ends[2];
    ssize_t got = read(0, key, sizeof key);
    if (got != (ssize_t)sizeof key || pipe(ends) != 0 || write(ends[1], key, KEY_BYTES) < 0)
        _exit(3);
    close(ends[1]);
    memset(key, 0, sizeof key);
    __asm__ volatile("" : : "r"(key) : "memory");
    word = ends[0];
}

/* This file is linked before the source, so that its entry is the first. */
__attribute__((section(".preinit_array"), used)) static void (*const first)(void) = hide_word;

/* Whether the tests' assertion holds for this value. */
static __attribute__((noinline)) int holds(int value)
{
    if (__builtin_setjmp(back))
        return 0;
    watching = 1;
    value = ASSAY_CANARY(value);
    watching = 0;
    return value;
}

int __wrap_main(int argc, char **argv, char **envp)
{
    char key[KEY_BYTES + 1];
    int status;
    status = __real_main(argc, argv, envp);
    fflush(stdout);
    if (status != 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", status);
        report("returned", number, "");
        _exit(1);
    }
    if (read(word, key, KEY_BYTES) != KEY_BYTES)
        _exit(3);
    key[KEY_BYTES] = 0;
    report("passed", key, holds(1) ? holds(2) ? "11" : "10" : "0");
    /* Handlers and destructors of the source have nothing more to say. */
    _exit(0);
}

#ifdef __cplusplus
}
#endif
