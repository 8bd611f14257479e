<?php
// Runs a source and the tests that share its process; the one-time word is in no variable that the
// source can name.
(static function (string $path): void {
    $input = stream_get_contents(STDIN);
    $at = strpos($input, "\n");
    $word = substr($input, 0, $at);
    $tests = preg_replace('/\A\s*<\?php\b/', '', substr($input, $at + 1));
    $report = fopen('.assay/report', 'a');
    $field = static fn (string $text): string => strtr(substr($text, 0, 2000),
        ["\\" => "\\\\", "\n" => "\\n", "\t" => "\\t", "\r" => "\\r"]);
    $line = static function (string ...$fields) use ($report, $field): void {
        fwrite($report, implode("\t", array_map($field, $fields)) . "\n");
    };
    $finished = 0;
    $passed = 0;
    $case = static function (string $id, callable $body) use ($line, &$finished, &$passed): bool {
        $line('S', $id);
        $outcome = 'passed';
        $message = '';
        $began = hrtime(true);
        try {
            $body();
        } catch (\AssertionError $error) {
            $outcome = 'failed';
            $message = $error->getMessage();
        } catch (\Exception $error) {
            $outcome = get_class($error) === 'Exception' ? 'failed' : 'error';
            $message = get_class($error) . ': ' . $error->getMessage();
        } catch (\Throwable $error) {
            $outcome = 'error';
            $message = get_class($error) . ': ' . $error->getMessage();
        }
        $finished++;
        $passed += $outcome === 'passed' ? 1 : 0;
        $line('F', $id, $outcome, sprintf('%.3f', (hrtime(true) - $began) / 1e6), $message, '', '');
        return $outcome === 'passed';
    };
    // Top-level variables of the source are global ones, as they would be in one file.
    $load = static function (): void {
        require func_get_arg(0);
        foreach (get_defined_vars() as $name => $value) $GLOBALS[$name] = $value;
    };
    $run = static function (): void {
        extract($GLOBALS, EXTR_SKIP);
        eval(func_get_arg(0));
    };
    $good = $case('1', static function () use ($load, $run, $path, $tests): void {
        $load($path);
        restore_error_handler();
        restore_exception_handler();
        $run($tests);
    });
    $canary = static fn (int $value): string =>
        "assert($value === 1); if ([$value] !== [1]) { throw new Exception('canary'); }";
    $passes = $case('assay: must pass', static fn () => $run($canary(1)));
    $fails = !$case('assay: must fail', static fn () => $run($canary(2)));
    if ($good && $passes && $fails) $line('E', $word, (string) $finished, (string) $passed);
    exit($good && $passes && $fails ? 0 : 1);
})($argv[1]);
