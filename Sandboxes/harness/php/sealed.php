<?php
// Runs a source and the tests that share its process; the one-time word is in no variable that the
// source can name.
(static function (string $path): void {
    $input = stream_get_contents(STDIN);
    $at = strpos($input, "\n");
    $word = substr($input, 32, $at - 32);
    [$low, $high] = array_map(static fn ($part) => unpack('J', hex2bin($part))[1],
        [substr($input, 0, 16), substr($input, 16, 16)]);
    $tests = preg_replace('/\A\s*<\?php\b/', '', substr($input, $at + 1));
    // A last `exit(0)` says no more than the end does.
    $tests = preg_replace('/\b(?:exit|die)\s*(?:\(\s*0?\s*\))?\s*;\s*(?:\?>\s*)?\z/', ';', $tests);
    $report = fopen('.assay/report', 'a');
    $field = static fn (string $text): string => strtr(substr($text, 0, 2000),
        ["\\" => "\\\\", "\n" => "\\n", "\t" => "\\t", "\r" => "\\r"]);
    // Each line is sealed with all before it: SipHash-2-4 of the last seal and the line.
    $turned = static fn (int $value, int $by): int =>
        ($value << $by) | (($value >> (64 - $by)) & ((1 << $by) - 1));
    $sum = static function (int $left, int $right): int {
        $low = ($left & 0xffffffff) + ($right & 0xffffffff);
        return (($left >> 32) + ($right >> 32) + ($low >> 32)) << 32 | ($low & 0xffffffff);
    };
    $last = '';
    $seal = static function (string $text) use ($low, $high, $turned, $sum, &$last): string {
        $data = $last . $text;
        $size = strlen($data);
        $data .= str_repeat("\0", 7 - $size % 8) . chr($size & 255);
        $v0 = $low ^ 0x736f6d6570736575;
        $v1 = $high ^ 0x646f72616e646f6d;
        $v2 = $low ^ 0x6c7967656e657261;
        $v3 = $high ^ 0x7465646279746573;
        $words = array_values(unpack('P*', $data));
        for ($at = 0; $at <= count($words); $at++) {
            $isEnd = $at === count($words);
            $word = $isEnd ? 0 : $words[$at];
            if ($isEnd) $v2 ^= 255;
            $v3 ^= $word;
            for ($round = $isEnd ? 4 : 2; $round > 0; $round--) {
                $v0 = $sum($v0, $v1);
                $v1 = $turned($v1, 13) ^ $v0;
                $v0 = $turned($v0, 32);
                $v2 = $sum($v2, $v3);
                $v3 = $turned($v3, 16) ^ $v2;
                $v0 = $sum($v0, $v3);
                $v3 = $turned($v3, 21) ^ $v0;
                $v2 = $sum($v2, $v1);
                $v1 = $turned($v1, 17) ^ $v2;
                $v2 = $turned($v2, 32);
            }
            $v0 ^= $word;
        }
        return $last = sprintf('%016x', $v0 ^ $v1 ^ $v2 ^ $v3);
    };
    $line = static function (string ...$fields) use ($report, $field, $seal): void {
        $text = implode("\t", array_map($field, $fields));
        fwrite($report, $text . "\t" . $seal($text) . "\n");
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
    // What `assert` does is not the source's to say.
    $options = ['zend.assertions' => '1', 'assert.exception' => '1'];
    if (PHP_VERSION_ID < 80300) $options += ['assert.active' => '1', 'assert.callback' => ''];
    $changed = static function () use ($options): string {
        foreach ($options as $name => $value) if ((string) ini_get($name) !== $value) return $name;
        return '';
    };
    $evidence = '';
    $good = $case('1', static function () use ($load, $run, $path, $tests, $options, $changed, &$evidence): void {
        $load($path);
        restore_error_handler();
        restore_exception_handler();
        foreach ($options as $name => $value) if ((string) ini_get($name) !== $value) ini_set($name, $value);
        $run($tests);
        $evidence = $changed();
    });
    if ($evidence) {
        $line('T', "the source changed `$evidence`");
        exit(1);
    }
    $canary = static fn (int $value): string =>
        "assert($value === 1); if ([$value] !== [1]) { throw new Exception('canary'); }";
    $passes = $case('assay: must pass', static fn () => $run($canary(1)));
    $fails = !$case('assay: must fail', static fn () => $run('assert(2 === 1);'));
    if ($good && $passes && $fails) $line('E', $word, (string) $finished, (string) $passed);
    exit($good && $passes && $fails ? 0 : 1);
})($argv[1]);
